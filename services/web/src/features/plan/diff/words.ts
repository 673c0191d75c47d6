/** How a difference is written: sides, places, differences in baht, fields and their values. */
import type { DiffPartsFragment } from '../../../gql/graphql'
import type { Reader } from '../../../parts/reader'

export type Diff = DiffPartsFragment
export type DiffRow = Diff['rows'][number]

export function sideWords({ t, n }: Reader, side: Diff['before']): string {
  return side.number == null ? t.diff.draft : t.plan.revision(n(side.number))
}

/** "+1,000", "-1,000" or "the same": told by its sign, not by a colour. */
export function differenceWords({ t, n, baht }: Reader, difference: string): string {
  if (/^-?0*(\.0*)?$/.test(difference)) return t.diff.same
  if (difference.startsWith('-')) return `${n('-')}${baht(difference.slice(1))}`
  return `+${baht(difference)}`
}

/** The sum of amounts of years as baht text; exact, in whole satang. */
export function sumOfYears(budgets: Diff['totals'][number]['budgets'], side: 'before' | 'after') {
  const satang = budgets.reduce((sum, one) => {
    const [whole = '0', part = ''] = (one[side]?.amount ?? '0').split('.')
    return sum + BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'))
  }, 0n)
  const part = satang % 100n
  return part ? `${satang / 100n}.${String(part).padStart(2, '0')}` : String(satang / 100n)
}

export function fieldWords({ t }: Reader, field: string): string {
  return (t.diff.fields as Record<string, string>)[field] ?? field
}

/** Codes become words, everything else stays as it was written. */
export function valueWords({ t, n }: Reader, field: string, value: string): string {
  if (field === 'kind') return (t.kinds as Record<string, string>)[value] ?? value
  if (field === 'category') return (t.risks as Record<string, string>)[value] ?? value
  if (field === 'likelihood' || field === 'impact' || field === 'position') return n(value)
  return (t.diff.values as Record<string, string>)[value] ?? value
}
