/** The budget comparison: choices in the address, one request, and figures in words. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearch } from 'wouter'
import {
  BudgetComparisonDocument,
  type Against,
  type BudgetComparisonQuery,
  type BudgetMeasure,
  type BudgetView,
  type Grouping,
} from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import type { Reader } from '../../../parts/reader'
import type { Area } from '../area'
import type { Filters } from '../comparison'

export type Budgets = BudgetComparisonQuery['budgetComparison']
export type Column = Budgets['budgetColumns'][number]
export type Group = Budgets['budgetGroups'][number]
export type Line = Group['budgetLines'][number]
export type Figure = Budgets['figures'][number]
export type Change = NonNullable<Figure['change']>

export const MEASURES: readonly BudgetMeasure[] = ['AMOUNT', 'SHARE', 'PER_INITIATIVE', 'PER_HEAD']
export const AGAINST: readonly Against[] = ['YEAR_BEFORE', 'REVISION_BEFORE', 'FIRST_REVISION']
export const GROUPINGS: readonly Grouping[] = ['DISTRICT', 'KIND', 'DISTRICT_AND_KIND', 'NONE']

export interface Choice {
  measure: BudgetMeasure
  against: Against | null
  grouping: Grouping
  hasChart: boolean
}

const known = <Word extends string>(words: readonly Word[], text: string | null) =>
  words.find((one) => one === text) ?? null

export function choiceOf(search: string): Choice {
  const given = new URLSearchParams(search)
  const group = given.get('group')
  return {
    measure: known(MEASURES, given.get('by')) ?? 'AMOUNT',
    against: known(AGAINST, given.get('against')),
    grouping: group === 'no' ? 'NONE' : (known(GROUPINGS, group) ?? 'DISTRICT'),
    hasChart: given.get('chart') === 'yes',
  }
}

export const useChoice = () => choiceOf(useSearch())

const VIEWS: Record<Filters['view'], BudgetView> = {
  years: 'YEARS',
  dimensions: 'DIMENSIONS',
  both: 'BOTH',
}

export function variablesOf(area: Area, filters: Filters, choice: Choice) {
  return {
    editionCode: area.edition.code,
    provinceCode: area.province?.code ?? null,
    districtCode: area.district?.code ?? null,
    kind: filters.kind,
    fiscalYears: filters.years.length ? [...area.years] : null,
    view: VIEWS[filters.view],
    dimensionCode: filters.dimension,
    measure: choice.measure,
    against: choice.against,
    // One district has nothing to be grouped by.
    grouping: area.district && choice.grouping === 'DISTRICT' ? ('NONE' as const) : choice.grouping,
    sort: filters.direction === 'descending' ? `-${filters.sort}` : filters.sort,
  }
}

export type Variables = ReturnType<typeof variablesOf>

export function useBudgets(variables: Variables) {
  return useQuery({
    queryKey: ['budgetComparison', variables],
    queryFn: async () => (await ask(BudgetComparisonDocument, variables)).budgetComparison,
    placeholderData: keepPreviousData,
  })
}

/** The spreadsheet of exactly this table. */
export function budgetsFile(
  variables: Variables,
  filters: Filters,
  reading: { digits: string; language: string },
): string {
  const wanted = {
    edition: variables.editionCode,
    province: variables.provinceCode,
    district: variables.districtCode,
    kind: variables.kind,
    years: variables.fiscalYears?.join(',') ?? null,
    view: filters.view,
    dimension: variables.dimensionCode,
    measure: variables.measure,
    against: variables.against,
    group: variables.grouping,
    sort: variables.sort,
    digits: reading.digits,
    lang: reading.language,
  }
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(wanted)) if (value) query.set(key, value)
  return `/comparison.xlsx?${query}`
}

/** A value in its unit. */
export function inUnit(reader: Reader, measure: BudgetMeasure, value: string): string {
  return measure === 'SHARE' ? `${reader.n(value)}%` : reader.baht(value)
}

/** As it stands in the table: `-`, an empty marked cell, words; never a 0 that nobody wrote. */
export function shownOf(reader: Reader, measure: BudgetMeasure, figure: Figure): string {
  if (figure.value != null) return inUnit(reader, measure, figure.value)
  return reader.t.budgets.signs[figure.look as keyof typeof reader.t.budgets.signs] ?? ''
}

/** The same in words, for who hears it. */
export function toldOf(reader: Reader, measure: BudgetMeasure, figure: Figure): string {
  if (figure.value != null) return inUnit(reader, measure, figure.value)
  return reader.t.budgets.looks[figure.look as keyof typeof reader.t.budgets.looks] ?? ''
}

const bare = (amount: string) => amount.replace(/^-/, '')

export function changeShown(reader: Reader, measure: BudgetMeasure, change: Change): string {
  const { t, n, baht } = reader
  const words = t.budgets.changes[change.look]
  if (change.amount == null || change.look === 'SAME') return words
  const sign = change.look === 'DOWN' ? '▼' : '▲'
  if (measure === 'SHARE') return `${sign} ${t.budgets.points(n(bare(change.amount)))}`
  const amount = `${sign} ${baht(bare(change.amount))}`
  if (change.percent == null) return `${amount} (${words})`
  return `${amount} (${change.look === 'DOWN' ? '−' : '+'}${n(bare(change.percent))}%)`
}

/** How the figure came about, line by line. */
export function makingOf(reader: Reader, measure: BudgetMeasure, figure: Figure): string[] {
  const { t, n, baht } = reader
  const lines: string[] = []
  const amount = baht(figure.amount)
  if (figure.value == null) lines.push(t.budgets.looks[figure.look as 'NONE'])
  else if (measure === 'AMOUNT') lines.push(t.budgets.made.amount(n(figure.rows), amount))
  else {
    const by = measure === 'SHARE' ? baht(figure.divisor) : n(grouped(figure.divisor ?? ''))
    lines.push(t.budgets.made[measure](amount, by, inUnit(reader, measure, figure.value)))
  }
  if (figure.leftOut) lines.push(t.budgets.leftOut(n(figure.leftOut)))
  return lines
}

const grouped = (whole: string) => whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** What the bars of a small picture stand for: years, or dimensions; never their sums. */
export function barsOf(budgets: Budgets, view: Filters['view']): number[] {
  return budgets.budgetColumns.flatMap((one, at) => {
    const isBar =
      view === 'dimensions'
        ? one.dimensionCode !== null && one.key !== 'total'
        : one.be !== null && (one.dimensionCode === null || !/d/.test(one.key))
    return isBar ? [at] : []
  })
}
