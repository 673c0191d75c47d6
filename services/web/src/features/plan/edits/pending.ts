/** Totals that follow while edits are still on their way: the server's, plus what waits. */
import { fromSatang, toSatang, type Budget } from '../../../parts/budget'
import type { Plan, Totals } from '../plan'
import type { Picture } from './queue'

export function totalsWithPending(plan: Plan, picture: Picture): Totals {
  const changes: { dimensionCode: string; be: number; satang: number }[] = []
  for (const row of plan.initiatives) {
    for (const cell of row.budgets) {
      const wanted = picture.wanted.get(`budget:${cell.id}`)
      if (wanted?.of !== 'budget') continue
      const satang = toSatang(wanted.budget.amount) - toSatang(cell.amount)
      if (satang) {
        changes.push({ dimensionCode: row.dimensionCode, be: cell.fiscalYear.be, satang })
      }
    }
  }
  if (!changes.length) return plan.totals
  const moved = (years: Totals['years'], dimensionCode?: string): Totals['years'] =>
    years.map((year) => {
      const satang = changes
        .filter((one) => one.be === year.fiscalYear.be)
        .filter((one) => dimensionCode === undefined || one.dimensionCode === dimensionCode)
        .reduce((sum, one) => sum + one.satang, 0)
      return satang ? { ...year, budget: add(year.budget, satang) } : year
    })
  const all = changes.reduce((sum, one) => sum + one.satang, 0)
  return {
    ...plan.totals,
    years: moved(plan.totals.years),
    grandTotal: fromSatang(toSatang(plan.totals.grandTotal) + all),
    dimensions: plan.totals.dimensions.map((one) => ({
      ...one,
      years: moved(one.years, one.dimensionCode),
    })),
  }
}

function add(budget: Budget, satang: number): Budget {
  const sum = toSatang(budget.amount) + satang
  return sum === 0 ? { state: 'NONE', amount: null } : { state: 'AMOUNT', amount: fromSatang(sum) }
}

/** The sum of a line of budgets as it is shown: dash when nothing in it is an amount. */
export function sumOf(budgets: readonly Budget[]): Budget {
  const amounts = budgets.filter((budget) => budget.state === 'AMOUNT')
  if (amounts.length) {
    return {
      state: 'AMOUNT',
      amount: fromSatang(amounts.reduce((sum, one) => sum + toSatang(one.amount), 0)),
    }
  }
  const isUnstated = budgets.length > 0 && budgets.every((budget) => budget.state === 'UNSTATED')
  return { state: isUnstated ? 'UNSTATED' : 'NONE', amount: null }
}
