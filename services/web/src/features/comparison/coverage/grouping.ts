/** Organisations in the order and the groups that the page shows. */
import { groupBy, sorted } from '../../../parts/group'
import type { Compared, Comparison, Filters } from '../comparison'

export interface Group {
  key: string
  district: Compared['organisation']['district']
  organisations: readonly Compared[]
}

export function groupsOf(comparison: Comparison, filters: Filters): Group[] {
  const { organisations } = comparison
  const isGrouped = filters.isGrouped && !comparison.district && !filters.district
  if (!isGrouped) return [{ key: 'all', district: null, organisations }]
  const order = comparison.province.districts.map((one) => one.code)
  const groups = groupBy(organisations, (one) => one.organisation.district?.code ?? '')
  return sorted(groups, ([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(([key, own]) => ({
    key,
    district: own[0]?.organisation.district ?? null,
    organisations: own,
  }))
}
