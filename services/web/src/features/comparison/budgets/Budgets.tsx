/** Budgets side by side. */
import type { ScreenProps } from '../screens'
import { WithComparison } from '../WithComparison'
import { BudgetTable } from './BudgetTable'

export default function Budgets({ filters, change }: ScreenProps) {
  return (
    <WithComparison filters={filters} change={change}>
      {(comparison, onBehind) => (
        <BudgetTable
          comparison={comparison}
          filters={filters}
          change={change}
          onBehind={onBehind}
        />
      )}
    </WithComparison>
  )
}
