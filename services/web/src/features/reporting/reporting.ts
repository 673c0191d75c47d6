/** What reporting asks the server, and where the chosen year and round live: in the address. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'wouter'
import {
  ReportingSheetDocument,
  ReportYearsDocument,
  type EntryPartsFragment,
  type ProgressInput,
  type ProgressRowPartsFragment,
  type ReportRound,
  type ReportSheetPartsFragment,
} from '../../gql/graphql'
import type { Budget } from '../../parts/budget'
import { ask } from '../../parts/ask'
import type { Held } from '../../parts/draft'
import type { Reader } from '../../parts/reader'

export type Sheet = ReportSheetPartsFragment
export type Row = ProgressRowPartsFragment
export type Entry = EntryPartsFragment

export const sheetKey = (year: number, round: ReportRound) => ['reportingSheet', year, round]

export function useYears() {
  return useQuery({
    queryKey: ['reportYears'],
    queryFn: async () => (await ask(ReportYearsDocument)).frameworkEditions,
    staleTime: Infinity,
  })
}

export interface Choice {
  year: number
  round: ReportRound
  tab: string
}

/** Of all years the present one, else the last that has passed, else the first to come. */
export function yearToReport(
  years: readonly { be: number; startsOn: string }[],
  today: Date,
): number | undefined {
  const begun = years.filter((year) => Date.parse(year.startsOn) <= today.getTime())
  return (begun.length ? begun[begun.length - 1] : years[0])?.be
}

/** The year to report on now, unless the address says another. */
export function useChoice() {
  const [search, setSearch] = useSearchParams()
  const [today] = useState(() => new Date())
  const years = useYears()
  const all = (years.data ?? []).flatMap((edition) => edition.fiscalYears)
  const known = all.map(({ be }) => be)
  const asked = Number(search.get('year'))
  const year = known.includes(asked) ? asked : yearToReport(all, today)
  const round: ReportRound = search.get('round') === 'SIX_MONTHS' ? 'SIX_MONTHS' : 'TWELVE_MONTHS'
  const choose = (changes: Record<string, string>) =>
    setSearch((before) => {
      const next = new URLSearchParams(before)
      for (const [key, value] of Object.entries(changes)) next.set(key, value)
      return next
    })
  const choice = year ? { year, round, tab: search.get('tab') ?? 'sheet' } : null
  return { choice, years, known, choose }
}

export function useSheet(year: number, round: ReportRound) {
  return useQuery({
    queryKey: sheetKey(year, round),
    queryFn: async () =>
      (await ask(ReportingSheetDocument, { fiscalYear: year, round })).reportingSheet,
  })
}

export function inputOf(
  row: { initiativeId: string; version: number },
  entry: Entry,
): ProgressInput {
  const { ordinance, ...rest } = entry
  return {
    initiativeId: row.initiativeId,
    version: row.version,
    status: rest.status,
    inOrdinance: rest.inOrdinance,
    ordinanceState: ordinance.state,
    ordinance: ordinance.amount ?? null,
    disbursed: rest.disbursed ?? null,
    cannotReason: rest.cannotReason ?? null,
    cannotText: rest.cannotText,
    note: rest.note,
    evidenceLinks: [...rest.evidenceLinks],
  }
}

/** As the server writes it, so that one's own words come back as the same words. */
export function spelled({ ordinance, disbursed, ...rest }: Entry): Entry {
  return {
    status: rest.status,
    inOrdinance: rest.inOrdinance,
    ordinance: { state: ordinance.state, amount: withSatang(ordinance.amount) },
    disbursed: withSatang(disbursed),
    cannotReason: rest.cannotReason ?? null,
    cannotText: rest.cannotText,
    note: rest.note,
    evidenceLinks: rest.evidenceLinks,
  }
}
const withSatang = (amount: string | null | undefined) =>
  amount == null || amount.includes('.') ? (amount ?? null) : `${amount}.00`

export const heldOf = (row: Row): Held<Entry> => ({
  value: spelled(row.entry),
  version: row.version,
})

/** An entry in words, to lay two beside each other. */
export function wordsOf(entry: Entry, ordinanceWord: string, { t, budget }: Reader): Words {
  const { columns, statuses, inOrdinance, reasons, ...words } = t.reporting
  const paid: Budget = { state: 'AMOUNT', amount: entry.disbursed ?? null }
  return [
    [columns.status, statuses[entry.status]],
    [columns.inOrdinance(ordinanceWord), inOrdinance[entry.inOrdinance]],
    [
      columns.ordinance(ordinanceWord),
      budget({ ...entry.ordinance, amount: entry.ordinance.amount ?? null }),
    ],
    [columns.disbursed, entry.disbursed == null ? '' : budget(paid)],
    [words.reason, entry.cannotReason ? reasons[entry.cannotReason] : ''],
    [words.reasonText, entry.cannotText],
    [words.note, entry.note],
    [words.links, entry.evidenceLinks.join('\n')],
  ]
}
type Words = [label: string, text: string][]

/** Another status takes the reason along only when it is CANNOT. */
export function withStatus(entry: Entry, status: Entry['status']): Entry {
  if (status === 'CANNOT') return { ...entry, status }
  return { ...entry, status, cannotReason: null, cannotText: '' }
}

export const STATUSES: readonly Entry['status'][] = ['NONE_YET', 'IN_PROGRESS', 'DONE', 'CANNOT']
