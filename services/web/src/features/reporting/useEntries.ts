/** The entries of a round while they are written: each row a draft of its own, sent one by one. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { SetProgressDocument, type ProgressInput, type ReportRound } from '../../gql/graphql'
import { ask, AskError, OFFLINE } from '../../parts/ask'
import {
  draftChanges,
  draftFor,
  keptUnder,
  openDraft,
  subscribeToDrafts,
  type Answer,
  type Draft,
} from '../../parts/draft'
import { useUnsentDrafts } from '../../parts/useDraft'
import { usePost } from '../session/viewer'
import { heldOf, inputOf, sheetKey, spelled, type Entry, type Row, type Sheet } from './reporting'

export interface Entries {
  /** By row: what is typed and not yet with the server. */
  open: ReadonlyMap<string, Draft<Entry>>
  /** `version`: what stood there when typing began. */
  set: (row: Row, entry: Entry, version?: number) => void
  setMany: (entries: ProgressInput[]) => Promise<number>
}

const NO_ROWS: readonly Row[] = []

export function useEntries(year: number, round: ReportRound, sheet: Sheet | undefined): Entries {
  const client = useQueryClient()
  const post = usePost()
  const begin = post.storeOf(`progress.${year}.${round}.`)
  const rows = sheet?.rows ?? NO_ROWS
  useUnsentDrafts()

  const save = useInTurn(
    useCallback(
      async (entries: ProgressInput[]) => {
        const input = { fiscalYear: year, round, entries }
        const { setProgress } = await ask(SetProgressDocument, { input })
        const { rows: saved, figures, fingerprint, problems } = setProgress
        if (!saved || !figures || !fingerprint) return { saved: null, problem: problems[0] }
        const fresh = new Map(saved.map((row) => [row.initiativeId, row]))
        client.setQueryData<Sheet>(
          sheetKey(year, round),
          (known) =>
            known && {
              ...known,
              rows: known.rows.map((row) => fresh.get(row.initiativeId) ?? row),
              figures,
              fingerprint,
            },
        )
        void client.invalidateQueries({ queryKey: ['reportOwners'] })
        return { saved, problem: undefined }
      },
      [client, round, year],
    ),
  )

  const draftOf = useCallback(
    (row: Row) => {
      const { initiativeId } = row
      const send = async (entry: Entry, version: number): Promise<Answer<Entry>> => {
        // In another post of the same person it waits.
        if (!post.isOurs()) throw new AskError(OFFLINE)
        const { saved, problem } = await save([inputOf({ initiativeId, version }, entry)])
        if (saved?.[0]) return { held: heldOf(saved[0]) }
        const failure = problem ?? UNSAID
        if (failure.code !== 'CONFLICT') return { failure }
        // Somebody was faster: what they entered is laid beside it.
        await client.invalidateQueries({ queryKey: sheetKey(year, round) })
        const now = client.getQueryData<Sheet>(sheetKey(year, round))
        const theirs = now?.rows.find((one) => one.initiativeId === initiativeId)
        return theirs ? { failure, current: heldOf(theirs) } : { failure }
      }
      const draft = draftFor<Entry>(begin + initiativeId, heldOf(row), send)
      draft.follow(heldOf(row), send)
      return draft
    },
    [begin, client, post, round, save, year],
  )

  // What this or another page left is taken up without anybody touching its row.
  useEffect(() => {
    const look = () => {
      const kept = keptUnder(begin)
      for (const row of rows) if (kept.has(begin + row.initiativeId)) draftOf(row)
    }
    look()
    window.addEventListener('storage', look)
    return () => window.removeEventListener('storage', look)
  }, [begin, draftOf, rows])

  const changes = useSyncExternalStore(subscribeToDrafts, draftChanges)
  const open = useMemo(() => {
    const found = rows.flatMap((row) => {
      const draft = openDraft<Entry>(begin + row.initiativeId)
      return draft ? [[row.initiativeId, draft] as const] : []
    })
    return new Map(found)
    // oxlint-disable-next-line react/exhaustive-deps -- each change of a draft is a change of these
  }, [begin, rows, changes])

  const set = useCallback(
    (row: Row, entry: Entry, version = row.version) => {
      const draft = draftOf(row)
      draft.set(spelled(entry), version)
      draft.sendNow()
    },
    [draftOf],
  )
  const setMany = useCallback(
    async (entries: ProgressInput[]) => {
      const { saved, problem } = await save(entries)
      if (!saved) throw new AskError(problem ?? UNSAID)
      return saved.length
    },
    [save],
  )
  return useMemo(() => ({ open, set, setMany }), [open, set, setMany])
}

const UNSAID = { code: '', messageTh: '', messageEn: '' }

/** One after the other: the figures that come last are those of all that was sent. */
function useInTurn<Given, Made>(act: (given: Given) => Promise<Made>) {
  const last = useRef<Promise<unknown>>(Promise.resolve())
  return useCallback(
    (given: Given): Promise<Made> => {
      const mine = last.current.then(() => act(given))
      last.current = mine.catch(() => undefined)
      return mine
    },
    [act],
  )
}
