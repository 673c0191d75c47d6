/** The page's hand on a draft, and what the browser asks before it closes on unsent work. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import {
  draftFor,
  hasUnsentDrafts,
  sendAllDrafts,
  writeAs,
  type Draft,
  type Held,
  type Send,
} from './draft'

type Viewer = { person: { username: string } }

export function useDraft<T>(store: string, held: Held<T>, send: Send<T>): Draft<T> {
  // The same draft for the same part, whatever is newer: that is followed below.
  const draft = useMemo(() => draftFor(store, held, send), [store, held, send])
  useSyncExternalStore(draft.subscribe, () => draft.picture)
  useEffect(() => draft.follow(held, send), [draft, held, send])
  useEffect(() => () => draft.sendNow(), [draft])
  return draft
}

export function useUnsentDrafts() {
  const client = useQueryClient()
  useEffect(() => {
    writeAs(() => client.getQueryData<Viewer | null>(['viewer'])?.person.username)
    const warn = (event: BeforeUnloadEvent) => {
      if (hasUnsentDrafts()) event.preventDefault()
    }
    sendAllDrafts()
    window.addEventListener('beforeunload', warn)
    window.addEventListener('online', sendAllDrafts)
    return () => {
      window.removeEventListener('beforeunload', warn)
      window.removeEventListener('online', sendAllDrafts)
    }
  }, [client])
}
