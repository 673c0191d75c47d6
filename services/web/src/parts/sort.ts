/** Order of rows: Thai words by Thai rules, figures by size, what is not there always last. */
import { sorted } from './group'

export type Direction = 'ascending' | 'descending'
export type Sortable = string | number | null

const thai = new Intl.Collator('th', { numeric: true })

export function sortBy<Row>(
  rows: readonly Row[],
  value: (row: Row) => Sortable,
  direction: Direction,
): Row[] {
  const sign = direction === 'ascending' ? 1 : -1
  return sorted(rows, (left, right) => {
    const a = value(left)
    const b = value(right)
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    return sign * thai.compare(String(a), String(b))
  })
}
