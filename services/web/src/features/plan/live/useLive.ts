/** What colleagues save in the same plan, on this page as they save it. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { PlanDocument, PlanStatusDocument } from '../../../gql/graphql'
import { askUnattended } from '../../../parts/ask'
import type { Edits } from '../edits/useEdits'
import { PLAN_KEY, STATUS_KEY, type Plan } from '../plan'
import { keepFollowing, type Change } from './line'
import { mergeRows, newTo } from './merge'

export interface Live {
  /** Who saved last, and whether it was the officer's own account in another window. */
  saved: { by: string | null; isOwn: boolean; cells: number } | null
  /** Keys of the cells that just changed, as in the queue of edits. */
  marks: ReadonlySet<string>
}

const NO_MARKS: ReadonlySet<string> = new Set()
const QUIET: Live = { saved: null, marks: NO_MARKS }
const MARKS_SHOWN_MS = 8_000
const SAVED_SHOWN_MS = 45_000
/** A burst of edits is followed by one look at findings and totals. */
const STATUS_AFTER_MS = 500
const TYPING_LOOK_MS = 400

export function useLive(plan: Plan, edits: Edits): Live {
  const client = useQueryClient()
  const [live, setLive] = useState(QUIET)
  const shown = useRef(edits.shown)
  useEffect(() => {
    shown.current = edits.shown
  })

  useEffect(() => {
    let told = 0
    let last: Change | null = null
    let isCatchingUp = false
    const timers: Record<string, ReturnType<typeof setTimeout>> = {}
    const later = (name: string, ms: number, act: () => void) => {
      clearTimeout(timers[name])
      timers[name] = setTimeout(act, ms)
    }
    const now = () => client.getQueryData<Plan>(PLAN_KEY)

    /** Puts the newer plan on the page and says what of it is new. */
    const show = (before: Plan, after: Plan, change: Change | null) => {
      const keys = newTo(before, after, shown.current)
      client.setQueryData<Plan>(PLAN_KEY, after)
      if (keys.length === 0) return
      later('status', STATUS_AFTER_MS, () => void lookAtStatus())
      later('marks', MARKS_SHOWN_MS, () => setLive((one) => ({ ...one, marks: NO_MARKS })))
      later('saved', SAVED_SHOWN_MS, () => setLive(QUIET))
      const { savedBy: by = null, isOwn = false } = change ?? {}
      setLive(({ marks }) => ({
        saved: { by, isOwn, cells: keys.length },
        marks: new Set([...marks, ...keys]),
      }))
    }

    const lookAtStatus = async () => {
      const status = await askUnattended(PlanStatusDocument).catch(() => null)
      if (status) client.setQueryData(STATUS_KEY, status.plan ?? null)
    }

    /** Reads the whole plan when the page is behind; not under the fingers of who types. */
    const catchUp = async () => {
      const known = now()
      if (isCatchingUp || !known || known.version >= told) return
      if (document.querySelector('.cell-editor')) return later('typing', TYPING_LOOK_MS, catchUp)
      isCatchingUp = true
      const answer = await askUnattended(PlanDocument).catch(() => null)
      isCatchingUp = false
      const before = now()
      const after = answer?.plan
      if (!before || after?.id !== before.id) return
      if (document.querySelector('.cell-editor')) return later('typing', TYPING_LOOK_MS, catchUp)
      if (after.version >= before.version) show(before, after, last)
      if (after.version < told) later('behind', TYPING_LOOK_MS, catchUp)
    }

    const hear = (change: Change) => {
      const before = now()
      if (!before || before.id !== change.planId) return
      told = Math.max(told, change.version)
      last = change.savedBy === null ? last : change
      const isNext = change.sinceVersion != null && before.version >= change.sinceVersion
      const after =
        isNext && change.initiatives ? mergeRows(before, change.initiatives, change.version) : null
      if (after) show(before, { ...after, state: change.state }, change)
      // A moment later, as the answer to one's own edit may be on its way and bring the same.
      else later('behind', TYPING_LOOK_MS, catchUp)
    }

    const stop = keepFollowing(plan.id, hear)
    /** Whatever else learns of a newer version (a saved edit, the status) leads here too. */
    const unsubscribe = client.getQueryCache().subscribe(({ query }) => {
      if (query.queryKey[0] !== STATUS_KEY[0]) return
      const version = client.getQueryData<Plan | null>(STATUS_KEY)?.version ?? 0
      if (version <= told) return
      told = version
      later('behind', STATUS_AFTER_MS * 3, catchUp)
    })
    return () => {
      stop()
      unsubscribe()
      for (const timer of Object.values(timers)) clearTimeout(timer)
    }
  }, [client, plan.id])

  return live
}
