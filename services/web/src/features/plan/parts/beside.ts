/** What stands beside the grid, as these tabs hold it, and what of it may be written now. */
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import {
  BesideDocument,
  SheetsDocument,
  type BesideQuery,
  type OpenPartPartsFragment,
  type PartKind,
  type PlanStage,
  type ProblemPartsFragment,
  type SheetsQuery,
} from '../../../gql/graphql'
import { ask, askUnattended } from '../../../parts/ask'
import { useMay } from '../../session/viewer'
import { PLAN_KEY, type Plan } from '../plan'
import type { Answer, Held } from '../../../parts/draft'

export type Beside = NonNullable<BesideQuery['plan']>
export type Sheets = NonNullable<SheetsQuery['plan']>
export type Risk = Beside['risks'][number]
export type Section = Beside['sections'][number]
export type Sheet = NonNullable<Sheets['initiatives'][number]['sheet']>

export const BESIDE_KEY = ['planBeside']
export const SHEETS_KEY = ['planSheets']

export function useBeside(plan: Plan) {
  const query = useQuery({ queryKey: BESIDE_KEY, queryFn: async () => readBeside(ask) })
  useFollowing(plan.version, query.data?.version, BESIDE_KEY, readBeside)
  return query
}

export function useSheets(plan: Plan) {
  const query = useQuery({ queryKey: SHEETS_KEY, queryFn: async () => readSheets(ask) })
  useFollowing(plan.version, query.data?.version, SHEETS_KEY, readSheets)
  return query
}

type Asking = typeof ask
const readBeside = async (asking: Asking) => (await asking(BesideDocument)).plan ?? null
const readSheets = async (asking: Asking) => (await asking(SheetsDocument)).plan ?? null

/** A newer version of the plan is known to the page: what is shown here is read again. */
function useFollowing(
  known: number,
  shown: number | undefined,
  key: string[],
  read: (asking: Asking) => Promise<unknown>,
) {
  const client = useQueryClient()
  useEffect(() => {
    if (shown === undefined || shown >= known) return
    read(askUnattended)
      .then((found) => client.setQueryData(key, found))
      .catch(() => undefined)
  }, [client, known, shown, key, read])
}

/** An answer's version into the page, when nothing of others lies between. */
export function raise(client: QueryClient, version: number) {
  const one = <T extends { version: number }>(old: T | null | undefined) =>
    old && old.version === version - 1 ? { ...old, version } : old
  client.setQueryData<Plan>(PLAN_KEY, (old) => one(old) ?? undefined)
  client.setQueryData<Beside | null>(BESIDE_KEY, one)
  client.setQueryData<Sheets | null>(SHEETS_KEY, one)
}

export interface Gate {
  isOpen: boolean
  /** Why not: the plan's stage, a return that left this part locked, or a reader's account. */
  why: PlanStage | 'NOT_RETURNED' | 'READER' | null
}

export interface Wanted {
  kind: PartKind
  initiativeId?: string
  sectionCode?: string
}

/** Whether a part may be written now. The server says what is open; this only looks it up. */
export function useGate(known: { stage: PlanStage; openParts: OpenPartPartsFragment[] } | null) {
  const mayEdit = useMay('PLAN_EDIT')
  return (wanted: Wanted): Gate => {
    if (!mayEdit || !known) return { isOpen: false, why: 'READER' }
    const isOpen = known.openParts.some(
      (part) =>
        part.kind === 'PLAN' ||
        (part.kind === wanted.kind &&
          (part.initiativeId ?? undefined) === wanted.initiativeId &&
          (part.sectionCode ?? undefined) === wanted.sectionCode),
    )
    if (isOpen) return { isOpen, why: null }
    return { isOpen, why: known.stage === 'RETURNED' ? 'NOT_RETURNED' : known.stage }
  }
}

/** A refusal as a draft takes it; `read` finds the current value in what the server told. */
export function refusal<T>(
  problem: ProblemPartsFragment,
  read: (current: Record<string, unknown>) => T,
): Answer<T> {
  const values = problem.values as {
    current?: Record<string, unknown> & { version: number }
  } | null
  const current = values?.current
  const failure = {
    code: problem.code,
    messageTh: problem.messageTh,
    messageEn: problem.messageEn,
  }
  if (!current) return { failure }
  const held: Held<T> = { value: read(current), version: current.version }
  return { failure, current: held }
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
