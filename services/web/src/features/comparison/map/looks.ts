/** What tiles and districts say in words, and the sign that tells each look apart without colour. */
import type { ComparisonMapQuery, MapMeasure } from '../../../gql/graphql'
import type { Reader } from '../../../parts/reader'

export type FoundMap = ComparisonMapQuery['comparisonMap']
export type MapDistrict = FoundMap['mapDistricts'][number]
export type MapTile = MapDistrict['tiles'][number]
export type Looking = Pick<MapTile, 'look' | 'step'>

export const MEASURES = ['TIMELINESS', 'COVERAGE', 'TOTAL'] as const satisfies MapMeasure[]

/** From the address; what is not known is the first. */
export const measureOf = (text: string | null): MapMeasure =>
  MEASURES.find((one) => one.toLowerCase() === text) ?? 'TIMELINESS'

/** For the style sheet: a hue for steps, a pattern for what has none. */
export const lookClass = ({ look, step }: Looking) =>
  look === 'STEP' ? `step-${step}` : `look-${look}`

/** The figure of a tile in words; never a number where there is none. */
export function toldOf(
  reader: Reader,
  measure: MapMeasure,
  missions: number,
  one: MapTile,
): string {
  const { t, n, baht } = reader
  if (one.look === 'STEP') {
    return measure === 'COVERAGE'
      ? t.map.coveredOf(n(one.covered), n(missions))
      : `${baht(one.total)} ${t.map.baht}`
  }
  const words = t.map.looks[one.look]
  if (one.look === 'LATE') return `${words} ${t.comparison.daysLate(n(one.daysLate))}`
  if (one.look === 'MISSING') return `${t.map.notSent} ${t.comparison.overdue(n(one.daysLate))}`
  return words
}

/** In the tile: short, and another one for each look. */
export function signOf(reader: Reader, measure: MapMeasure, one: MapTile): string {
  const { t, n } = reader
  if (one.look !== 'STEP') return t.map.signs[one.look]
  return n(measure === 'COVERAGE' ? one.covered : (one.step ?? ''))
}

/** What a district's organisations come to, in words. */
export function districtTold(
  reader: Reader,
  measure: MapMeasure,
  missions: number,
  one: MapDistrict,
): string {
  const { t, n, baht } = reader
  if (one.look !== 'STEP') return t.map.looks[one.look]
  if (measure === 'TOTAL') return `${baht(one.total)} ${t.map.baht}`
  return measure === 'COVERAGE'
    ? t.map.coveredOf(n(one.covered), n(missions * one.submitted))
    : t.map.onTimeOf(n(one.onTime), n(one.tiles.length))
}
