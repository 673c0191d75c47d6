/** Where what was noticed in the plan can be mended: what the address of its page says. Pure. */
import type { Finding } from '../plan'
import type { Reason } from '../steps/gate'

export type Way = Record<string, string>

const TABS: Record<string, string> = {
  SECTION: 'sections',
  RISKS: 'risks',
  SHEET: 'sheets',
  COMMITTEES: 'committees',
}
/** More rows than these are found by the grid's own filter. */
const MOST = 3

/** One way for each row it is about, or the way to its part; none when it is about the whole. */
export function waysTo(finding: Finding): Way[] {
  const tab = TABS[partOf(finding)]
  const rows = finding.initiativeIds.slice(0, MOST)
  if (tab === 'sheets') return rows.length ? rows.map((sheet) => ({ tab, sheet })) : [{ tab }]
  if (tab) return [{ tab }]
  if (rows.length) return rows.map((row) => ({ row }))
  const place = finding.missionCode ?? finding.dimensionCode
  return place ? [{ filter: new URLSearchParams({ place }).toString() }] : []
}

/** The way to a part that was returned; none to the whole plan. */
export function wayToReason({ part, initiativeId, fiscalYear }: Reason): Way | null {
  if (initiativeId) return { row: initiativeId, ...(fiscalYear && { year: String(fiscalYear.be) }) }
  const tab = TABS[part]
  return tab ? { tab } : null
}

/** The row that a way leads to, if it leads to one. */
export const rowOf = (way: Way): string | undefined => way['row'] ?? way['sheet']

function partOf({ values }: Finding): string {
  const part: unknown = (values as Record<string, unknown> | null)?.['part']
  return typeof part === 'string' ? part : ''
}
