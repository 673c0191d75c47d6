/** The sheet of a row as its form holds it, and its way to the server. */
import type { TargetGroup } from '../../../gql/graphql'
import type { Reader } from '../../../parts/reader'
import { textOf, type Sheet } from './beside'

export interface IndicatorValue {
  text: string
  baseline: string
  target: string
  unit: string
  tool: string
}

export interface SheetValue {
  rationale: string
  objectives: string
  targets: string
  place: string
  method: string
  duration: string
  quarters: string[]
  responsibleUnit: string
  responsiblePerson: string
  targetGroups: TargetGroup[]
  expectedOutcome: string
  indicators: IndicatorValue[]
  legalBasis: string
  developmentPlanItem: string
  ordinanceItem: string
}

export const GROUPS: TargetGroup[] = [
  'POLITICAL_EXECUTIVES',
  'COUNCIL_MEMBERS',
  'OFFICIALS',
  'CHILDREN_AND_YOUTH',
  'PUBLIC',
  'SCHOOLS',
  'STATE_AGENCIES',
  'STATE_ENTERPRISES',
  'BUSINESS',
]
export const MOST_INDICATORS = 20
export const NO_INDICATOR: IndicatorValue = {
  text: '',
  baseline: '',
  target: '',
  unit: '',
  tool: '',
}

const listOf = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : [])

/** A sheet of the API, or what a refusal told of one. */
export function sheetValue(sheet: Partial<Sheet> | Record<string, unknown> | null): SheetValue {
  const from = (sheet ?? {}) as Record<string, unknown>
  const text = (name: keyof SheetValue) => textOf(from[name])
  return {
    rationale: text('rationale'),
    objectives: text('objectives'),
    targets: text('targets'),
    place: text('place'),
    method: text('method'),
    duration: text('duration'),
    quarters: listOf(from['quarters']).map(textOf),
    responsibleUnit: text('responsibleUnit'),
    responsiblePerson: text('responsiblePerson'),
    targetGroups: GROUPS.filter((group) => listOf(from['targetGroups']).includes(group)),
    expectedOutcome: text('expectedOutcome'),
    indicators: listOf(from['indicators']).map((one) => {
      const indicator = one as Record<string, unknown>
      return {
        text: textOf(indicator['text']),
        baseline: textOf(indicator['baseline']),
        target: textOf(indicator['target']),
        unit: textOf(indicator['unit']),
        tool: textOf(indicator['tool']),
      }
    }),
    legalBasis: text('legalBasis'),
    developmentPlanItem: text('developmentPlanItem'),
    ordinanceItem: text('ordinanceItem'),
  }
}

/** What is sent: a line of indicators that nobody has begun is nothing. */
export function sentValue(value: SheetValue): SheetValue {
  const isBegun = (one: IndicatorValue) => Object.values(one).some((part: string) => part.trim())
  return { ...value, indicators: value.indicators.filter(isBegun) }
}

/** The sheet in words, to lay two beside each other. */
export function wordsOf(value: SheetValue, { t, n }: Pick<Reader, 't' | 'n'>): [string, string][] {
  const { sheet, groups, quarter } = t.parts
  return [
    [sheet.rationale, value.rationale],
    [sheet.objectives, value.objectives],
    [sheet.targets, value.targets],
    [sheet.place, value.place],
    [sheet.method, value.method],
    [sheet.duration, value.duration],
    [sheet.quarters, value.quarters.map((one) => n(quarter(...quarterOf(one)))).join(', ')],
    [sheet.responsibleUnit, value.responsibleUnit],
    [sheet.responsiblePerson, value.responsiblePerson],
    [sheet.targetGroups, value.targetGroups.map((one) => groups[one]).join(', ')],
    [sheet.indicators, value.indicators.map((one) => Object.values(one).join(' · ')).join('\n')],
    [sheet.expectedOutcome, value.expectedOutcome],
    [sheet.legalBasis, value.legalBasis],
    [sheet.developmentPlanItem, value.developmentPlanItem],
    [sheet.ordinanceItem, value.ordinanceItem],
  ]
}

/** The number of a quarter and its BE year, of `2561-Q1`. */
export const quarterOf = (text: string): [quarter: string, year: string] => {
  const [year = '', number = ''] = text.split('-Q')
  return [number, year]
}
