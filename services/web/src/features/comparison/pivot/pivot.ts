/** A pivot's choices, all of them in the address, and what its keys and figures say. */
import { useSearch } from 'wouter'
import type {
  InitiativeKind,
  PivotAxis,
  PivotPartsFragment,
  PivotQuery,
  PivotValue,
  SubmittedInitiativesQueryVariables,
} from '../../../gql/graphql'
import type { Reader } from '../../../parts/reader'
import type { Area } from '../area'
import type { Filters } from '../comparison'

export type Pivot = PivotQuery['pivot']
export type Label = Pivot['columns'][number]
export type Line = Pivot['groups'][number]

export const AXES: readonly PivotAxis[] = [
  'ORGANISATION',
  'DISTRICT',
  'ORGANISATION_KIND',
  'TIMELINESS',
  'DIMENSION',
  'MISSION',
  'KIND',
  'FISCAL_YEAR',
]
export const VALUES: readonly PivotValue[] = [
  'BUDGET',
  'SHARE',
  'PER_INITIATIVE',
  'INITIATIVES',
  'WITH_MONEY',
  'ORGANISATIONS',
]

export interface Choice {
  rows: PivotAxis[]
  columns: PivotAxis | null
  value: PivotValue
  items: InitiativeKind | null
  hasChart: boolean
}

export function useChoice(): Choice {
  const search = new URLSearchParams(useSearch())
  const axis = (key: string) => AXES.find((one) => one === search.get(key)) ?? null
  const outer = axis('rows') ?? 'DISTRICT'
  const inner = axis('inside')
  const rows = inner && inner !== outer ? [outer, inner] : [outer]
  // Without a choice the years stand side by side; "NONE" leaves them out.
  const asked = search.has('columns') ? axis('columns') : 'FISCAL_YEAR'
  const items = search.get('items')
  return {
    rows,
    columns: asked && !rows.includes(asked) ? asked : null,
    value: VALUES.find((one) => one === search.get('value')) ?? 'BUDGET',
    items: items as InitiativeKind | null,
    hasChart: search.get('chart') === 'yes',
  }
}

export function variablesOf(choice: Choice, area: Area, filters: Filters) {
  return {
    rows: choice.rows,
    columns: choice.columns,
    value: choice.value,
    sort: filters.sort === 'name' ? null : filters.sort,
    descending: filters.direction === 'descending',
    editionCode: area.edition.code,
    provinceCode: area.province?.code ?? null,
    districtCode: area.district?.code ?? null,
    kind: filters.kind,
    dimensionCode: filters.dimension,
    initiativeKind: choice.items,
    fiscalYears: filters.years.length ? [...area.years] : null,
  }
}

export function nameOf({ t, n, name }: Reader, area: Area, axis: PivotAxis, label: Label): string {
  const { key } = label
  switch (axis) {
    case 'DISTRICT': {
      const found = area.province?.districts.find((one) => one.code === key)
      return found ? name(found) : label.name || t.pivot.noDistrict
    }
    case 'ORGANISATION_KIND':
      return t.organisationKinds[key as keyof typeof t.organisationKinds]
    case 'TIMELINESS':
      return t.pivot.times[key as keyof typeof t.pivot.times]
    case 'DIMENSION':
      return t.dimension(n(key))
    case 'MISSION':
      return t.mission(n(key))
    case 'KIND':
      return t.kinds[key as keyof typeof t.kinds]
    case 'FISCAL_YEAR':
      return t.fiscalYear(n(key))
    default:
      return label.name
  }
}

/** `-` for no budget needed, nothing for what is not stated or cannot be divided. */
export function written(
  { n, baht }: Reader,
  value: PivotValue,
  figure: PivotPartsFragment,
): string {
  switch (value) {
    case 'BUDGET':
      return figure.state === 'AMOUNT' ? baht(figure.amount) : figure.state === 'NONE' ? '-' : ''
    case 'SHARE':
      return figure.share == null ? '' : n(figure.share)
    case 'PER_INITIATIVE':
      return figure.perInitiative == null ? '' : baht(figure.perInitiative)
    case 'INITIATIVES':
      return n(figure.initiatives)
    case 'WITH_MONEY':
      return n(figure.withMoney)
    default:
      return n(figure.organisations)
  }
}

export function numberOf(value: PivotValue, figure: PivotPartsFragment): number {
  switch (value) {
    case 'BUDGET':
      return Number(figure.amount ?? 0)
    case 'SHARE':
      return Number(figure.share ?? 0)
    case 'PER_INITIATIVE':
      return Number(figure.perInitiative ?? 0)
    case 'INITIATIVES':
      return figure.initiatives
    case 'WITH_MONEY':
      return figure.withMoney
    default:
      return figure.organisations
  }
}

type Where = SubmittedInitiativesQueryVariables

/** The filter that gives exactly the rows behind a figure; null where there is none. */
export function rowsWhere(
  base: Where,
  value: PivotValue,
  pairs: readonly (readonly [PivotAxis, string])[],
): Where | null {
  const isMoney = value !== 'INITIATIVES' && value !== 'ORGANISATIONS'
  const where: Where = { ...base }
  for (const [axis, key] of pairs) {
    if (axis === 'TIMELINESS' || (axis === 'DISTRICT' && !key)) return null
    if (axis === 'ORGANISATION') where.organisationCode = key
    if (axis === 'DISTRICT') where.districtCode = key
    if (axis === 'ORGANISATION_KIND') where.kind = key as Where['kind']
    if (axis === 'DIMENSION') where.dimensionCode = key
    if (axis === 'MISSION') where.missionCode = key
    if (axis === 'KIND') where.initiativeKind = key as Where['initiativeKind']
    if (axis === 'FISCAL_YEAR' && isMoney) where.fiscalYear = Number(key)
  }
  return where
}
