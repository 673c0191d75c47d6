/** Whether the window is a phone's, or a desk's at 200 % zoom: where the form loses a column. */
import { useSyncExternalStore } from 'react'

const query = window.matchMedia('(max-width: 52rem)')

function subscribe(listener: () => void) {
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => query.matches)
}
