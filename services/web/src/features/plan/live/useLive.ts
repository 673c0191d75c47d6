/** What colleagues save in the same plan: who it was, and marks on the cells for some seconds. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Edits } from '../edits/useEdits'
import type { Plan } from '../plan'
import { Follower, type News } from './Follower'

export interface Live {
  /** The last news; null when it is no longer news. */
  news: News | null
  marks: ReadonlySet<string>
}

const NO_MARKS: ReadonlySet<string> = new Set()
const QUIET: Live = { news: null, marks: NO_MARKS }
const MARKS_SHOWN_MS = 8_000
const NEWS_SHOWN_MS = 45_000

export function useLive(plan: Plan, edits: Edits): Live {
  const client = useQueryClient()
  const [live, setLive] = useState(QUIET)
  const shown = useRef(edits.shown)
  useEffect(() => {
    shown.current = edits.shown
  })

  useEffect(() => {
    let fading: ReturnType<typeof setTimeout> | undefined
    let quieting: ReturnType<typeof setTimeout> | undefined
    const tell = (news: News) => {
      clearTimeout(fading)
      clearTimeout(quieting)
      setLive(({ marks }) => ({ news, marks: new Set([...marks, ...news.keys]) }))
      fading = setTimeout(() => setLive((one) => ({ ...one, marks: NO_MARKS })), MARKS_SHOWN_MS)
      quieting = setTimeout(() => setLive(QUIET), NEWS_SHOWN_MS)
    }
    const stop = new Follower(client, (cell) => shown.current(cell), tell).start(plan.id)
    return () => {
      stop()
      clearTimeout(fading)
      clearTimeout(quieting)
    }
  }, [client, plan.id])

  return live
}
