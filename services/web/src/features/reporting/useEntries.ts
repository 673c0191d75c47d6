/** Saving entries one after another: each row with its version, kept through a lost line. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { SetProgressDocument, type ProgressInput, type ReportRound } from '../../gql/graphql'
import { ask, AskError, type Failure } from '../../parts/ask'
import { useViewer } from '../session/viewer'
import { inputOf, sheetKey, type Entry, type Row, type Sheet } from './reporting'
import { keep, keyOf, readKept, type Kept } from './waiting'

const AGAIN_AFTER = 4_000

export interface Refusal extends Failure {
  entry: Entry
  /** The version that is there now, when somebody else was first. */
  current?: number
}

export interface Entries {
  waiting: Kept
  refused: Record<string, Refusal>
  isOffline: boolean
  set: (row: Row, entry: Entry) => void
  setMany: (entries: ProgressInput[]) => Promise<number>
  drop: (initiativeId: string) => void
  insist: (initiativeId: string) => void
}

export function useEntries(year: number, round: ReportRound): Entries {
  const client = useQueryClient()
  const post = useViewer().data?.post.id ?? ''
  const store = keyOf(post, year, round)
  const [waiting, setWaiting] = useState<Kept>(() => readKept(store))
  const [refused, setRefused] = useState<Record<string, Refusal>>({})
  const [isOffline, setOffline] = useState(false)
  const queue = useRef(waiting)
  const isSending = useRef(false)
  const timer = useRef<number>(undefined)

  const show = useCallback(
    (next: Kept) => {
      queue.current = next
      keep(store, next)
      setWaiting(next)
    },
    [store],
  )

  const save = useCallback(
    async (entries: ProgressInput[]) => {
      const input = { fiscalYear: year, round, entries }
      const { setProgress } = await ask(SetProgressDocument, { input })
      const { rows, figures, fingerprint, problems } = setProgress
      if (rows && figures && fingerprint) {
        const saved = new Map(rows.map((row) => [row.initiativeId, row]))
        client.setQueryData<Sheet>(
          sheetKey(year, round),
          (sheet) =>
            sheet && {
              ...sheet,
              rows: sheet.rows.map((row) => saved.get(row.initiativeId) ?? row),
              figures,
              fingerprint,
            },
        )
        void client.invalidateQueries({ queryKey: ['reportOwners'] })
      }
      return { rows, problems }
    },
    [client, round, year],
  )

  const send = useCallback(async () => {
    if (isSending.current) return
    isSending.current = true
    window.clearTimeout(timer.current)
    try {
      for (;;) {
        const id = Object.keys(queue.current)[0]
        if (!id) break
        const sent = queue.current[id]!
        let answer
        try {
          answer = await save([inputOf({ initiativeId: id, version: sent.version }, sent.entry)])
          setOffline(false)
        } catch (error) {
          if (!(error instanceof AskError) || error.isPassing) {
            setOffline(true)
            timer.current = window.setTimeout(() => void send(), AGAIN_AFTER)
            break
          }
          answer = { rows: null, problems: [error.failure] }
        }
        const { [id]: newer, ...rest } = queue.current
        const row = answer.rows?.[0]
        if (row && newer && newer !== sent) {
          // Typed on meanwhile: the newer text goes out with the version just made.
          show({ ...rest, [id]: { entry: newer.entry, version: row.version } })
          continue
        }
        show(rest)
        const problem = answer.problems[0]
        if (problem) {
          const { current } = (problem.values ?? {}) as { current?: { version?: number } }
          const refusal = { ...problem, entry: sent.entry, current: current?.version }
          setRefused((before) => ({ ...before, [id]: refusal }))
        }
      }
    } finally {
      isSending.current = false
    }
  }, [save, show])

  useEffect(() => {
    if (Object.keys(queue.current).length) void send()
    const again = () => void send()
    window.addEventListener('online', again)
    return () => {
      window.removeEventListener('online', again)
      window.clearTimeout(timer.current)
    }
  }, [send])

  const forget = useCallback((id: string) => {
    setRefused((before) => {
      const { [id]: gone, ...rest } = before
      return gone ? rest : before
    })
  }, [])

  const put = useCallback(
    (id: string, version: number, entry: Entry) => {
      forget(id)
      const held = queue.current[id]
      show({ ...queue.current, [id]: { entry, version: held?.version ?? version } })
      void send()
    },
    [forget, send, show],
  )

  return useMemo(
    () => ({
      waiting,
      refused,
      isOffline,
      set: (row, entry) => put(row.initiativeId, row.version, entry),
      setMany: async (entries) => {
        const { rows, problems } = await save(entries)
        if (!rows) throw new AskError(problems[0] ?? { code: '', messageTh: '', messageEn: '' })
        return rows.length
      },
      drop: (id) => {
        forget(id)
        void client.invalidateQueries({ queryKey: sheetKey(year, round) })
      },
      insist: (id) => {
        const mine = refused[id]
        if (mine) put(id, mine.current ?? 0, mine.entry)
      },
    }),
    [client, forget, isOffline, put, refused, round, save, waiting, year],
  )
}
