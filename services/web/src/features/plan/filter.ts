/** Which rows are shown: told by the address (?filter=…), so that a link shows the same rows. Pure. */
import { toArabic } from '../../parts/digits'
import type { Initiative, Plan } from './plan'

export const ONLY = ['noMoney', 'blank', 'findings'] as const
export type Only = (typeof ONLY)[number]

export interface Filter {
  text: string
  /** A mission's code, or a dimension's. */
  place: string
  kind: string
  only: Only | ''
}

export const NO_FILTER: Filter = { text: '', place: '', kind: '', only: '' }

export function readFilter(address: string | null): Filter {
  const given = new URLSearchParams(address ?? '')
  const only = given.get('only') ?? ''
  return {
    text: given.get('text') ?? '',
    place: given.get('place') ?? '',
    kind: given.get('kind') ?? '',
    only: ONLY.find((one) => one === only) ?? '',
  }
}

/** Empty when nothing is filtered. */
export function writeFilter(filter: Filter): string {
  const set = Object.entries(filter).filter(([, value]) => value)
  return new URLSearchParams(set).toString()
}

/** The ids of rows that the filter hides; null when there is no filter. */
export function hiddenBy(filter: Filter, plan: Plan): ReadonlySet<string> | null {
  if (!writeFilter(filter)) return null
  const noted = new Set(plan.findings.flatMap((finding) => finding.initiativeIds))
  const isShown = (row: Initiative) =>
    holds(row, filter.text) &&
    (!filter.place || row.missionCode === filter.place || row.dimensionCode === filter.place) &&
    (!filter.kind || row.kind === filter.kind) &&
    (filter.only !== 'noMoney' || row.budgets.every((cell) => cell.state !== 'AMOUNT')) &&
    (filter.only !== 'blank' || row.budgets.some((cell) => cell.state === 'UNSTATED')) &&
    (filter.only !== 'findings' || noted.has(row.id))
  return new Set(plan.initiatives.filter((row) => !isShown(row)).map((row) => row.id))
}

function holds(row: Initiative, text: string): boolean {
  const wanted = fold(text)
  return !wanted || fold(row.title).includes(wanted) || fold(row.remarks).includes(wanted)
}

/** Spaces, case, digits and marks that people type differently do not count. */
export function fold(text: string): string {
  return toArabic(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/ํา/g, 'ำ')
    .replace(/เเ/g, 'แ')
    .replace(/[\s\u200b.,\-–/()"“”]/g, '')
}
