/** What a tile can show: a value, its step of five, and the sign that says it without colour. */
import { toSatang } from '../../../parts/budget'
import type { Compared } from '../comparison'

export type Measure = 'timeliness' | 'coverage' | 'total'
export const MEASURES: readonly Measure[] = ['timeliness', 'coverage', 'total']

/** 0: no plan; 1 to 5 from the weakest to the strongest. */
export type Step = 0 | 1 | 2 | 3 | 4 | 5

const TIMES = { MISSING: 0, AWAITED: 0, LATE: 2, ON_TIME: 5 } as const

export function covered(one: Compared): number {
  return one.coverage.filter((cell) => cell.counts.total > 0).length
}

/** Each measure's steps over exactly the organisations that are shown. */
export function stepsFor(measure: Measure, all: readonly Compared[]): (one: Compared) => Step {
  if (measure === 'timeliness') return (one) => TIMES[one.timeliness]
  if (measure === 'coverage') {
    return (one) => {
      if (one.revisionNumber == null) return 0
      return Math.max(1, Math.ceil((5 * covered(one)) / one.coverage.length)) as Step
    }
  }
  const amounts = all
    .filter((one) => one.revisionNumber != null)
    .map((one) => toSatang(one.total ?? '0'))
  return (one) => {
    if (one.revisionNumber == null) return 0
    const own = toSatang(one.total ?? '0')
    const below = amounts.filter((amount) => amount <= own).length
    return Math.max(1, Math.ceil((5 * below) / amounts.length)) as Step
  }
}
