/** Said on every page while this browser keeps no copy of what is typed and not yet saved. */
import { useSyncExternalStore } from 'react'
import { isAllKept, subscribeToKept } from './kept'
import { useReader } from './reader'

export function NotKept() {
  const { t } = useReader()
  const isKept = useSyncExternalStore(subscribeToKept, isAllKept)
  return isKept ? null : (
    <aside className="demo" role="alert">
      {t.notKept}
    </aside>
  )
}
