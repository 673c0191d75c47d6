/** Who covers which mission. */
import type { ScreenProps } from '../screens'
import { WithComparison } from '../WithComparison'
import { Coverage } from './Coverage'

export default function CoverageScreen({ filters, change }: ScreenProps) {
  return (
    <WithComparison filters={filters} change={change}>
      {(comparison, onBehind) => (
        <Coverage comparison={comparison} filters={filters} onBehind={onBehind} />
      )}
    </WithComparison>
  )
}
