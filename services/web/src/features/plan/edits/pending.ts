/** Totals that follow while edits are still on their way: the server's, plus what waits. */
import { fromSatang, toSatang, type Budget } from '../../../parts/budget'
import type { Plan, Totals } from '../plan'
import type { Picture } from './queue'

interface Place {
  dimensionCode: string
  be: number
  amount: string | null
}

/** Where each cell stands; made once for the rows of a plan. */
const places = new WeakMap<Plan['initiatives'], Map<string, Place>>()

function placesOf(rows: Plan['initiatives']): Map<string, Place> {
  const kept = places.get(rows)
  if (kept) return kept
  const made = new Map<string, Place>()
  for (const { dimensionCode, budgets } of rows) {
    for (const { id, fiscalYear, amount } of budgets) {
      made.set(id, { dimensionCode, be: fiscalYear.be, amount: amount ?? null })
    }
  }
  places.set(rows, made)
  return made
}

export function totalsWithPending(plan: Plan, picture: Picture): Totals {
  const changes: { dimensionCode: string; be: number; satang: number }[] = []
  for (const wanted of picture.wanted.values()) {
    const place = wanted.of === 'budget' && placesOf(plan.initiatives).get(wanted.id)
    if (!place || wanted.of !== 'budget') continue
    const satang = toSatang(wanted.budget.amount) - toSatang(place.amount)
    if (satang) changes.push({ dimensionCode: place.dimensionCode, be: place.be, satang })
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
