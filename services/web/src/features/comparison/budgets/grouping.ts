/** Organisations in the order and the groups that the page shows. */
import { groupBy, sorted } from '../../../parts/group'
import { toSatang } from '../../../parts/budget'
import { sortBy, type Sortable } from '../../../parts/sort'
import type { Column } from './columns'
import type { Compared, Comparison, Filters } from '../comparison'

export interface Group {
  key: string
  district: Compared['organisation']['district']
  organisations: Compared[]
}

export function groupsOf(comparison: Comparison, filters: Filters, columns: Column[]): Group[] {
  const column = columns.find((one) => one.key === filters.sort)
  const value = (one: Compared): Sortable => {
    if (!column) return one.organisation.nameShortTh
    const amount = column.amount(one)
    return one.revisionNumber == null || amount === null ? null : toSatang(amount)
  }
  const inOrder = sortBy(comparison.organisations, value, filters.direction)
  const isGrouped = filters.isGrouped && !comparison.district && !filters.district
  if (!isGrouped) return [{ key: 'all', district: null, organisations: inOrder }]
  const order = comparison.province.districts.map((one) => one.code)
  const groups = groupBy(inOrder, (one) => one.organisation.district?.code ?? '')
  return sorted(groups, ([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(
    ([key, organisations]) => ({
      key,
      district: organisations[0]?.organisation.district ?? null,
      organisations,
    }),
  )
}
