/** The columns of the budget table for a view: what they are called, show and ask for. */
import type { Compared, Comparison, Filters } from '../comparison'

export interface Column {
  key: string
  group: { key: string; be?: number; dimensionCode?: string } | null
  be: number | null
  dimensionCode: string | null
  amount: (source: Amounts) => string | null
}

/** An organisation, or the totals of all. */
export type Amounts = Pick<Compared, 'total' | 'years' | 'dimensions'>

const ofYear = (years: Amounts['years'] | undefined, be: number) =>
  years?.find((year) => year.be === be)?.amount ?? null
const ofDimension = (source: Amounts, code: string) =>
  source.dimensions.find((one) => one.dimensionCode === code)

export function columnsOf(comparison: Comparison, filters: Filters): Column[] {
  const years = comparison.fiscalYears.map((year) => year.be)
  const codes = comparison.edition.dimensions.map((one) => one.code)
  const only = filters.dimension
  const sum: Column = {
    key: 'total',
    group: null,
    be: null,
    dimensionCode: only,
    amount: (source) =>
      only ? (ofDimension(source, only)?.total ?? null) : (source.total ?? null),
  }
  const year = (be: number): Column => ({
    key: String(be),
    group: null,
    be,
    dimensionCode: only,
    amount: (source) => ofYear(only ? ofDimension(source, only)?.years : source.years, be),
  })
  if (filters.view === 'years' || (only && filters.view === 'both'))
    return [...years.map(year), sum]
  const shown = only ? codes.filter((code) => code === only) : codes
  if (filters.view === 'dimensions') {
    return [
      ...shown.map((code): Column => ({
        key: `d${code}`,
        group: null,
        be: null,
        dimensionCode: code,
        amount: (source) => ofDimension(source, code)?.total ?? null,
      })),
      sum,
    ]
  }
  return [
    ...years.flatMap((be): Column[] => [
      ...codes.map((code): Column => ({
        key: `${be}d${code}`,
        group: { key: String(be), be },
        be,
        dimensionCode: code,
        amount: (source) => ofYear(ofDimension(source, code)?.years, be),
      })),
      { ...year(be), group: { key: String(be), be } },
    ]),
    sum,
  ]
}
