/** Whether the page is being put on paper at this moment, so that it can say it in another way. */
import { useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

/** What stands beside each other on A4, upright, between its margins: in pixels of the page. */
export const PAPER_WIDTH = 640

const query = window.matchMedia('print')
let isPrinting = false

function subscribe(listener: () => void) {
  // The browser lays the paper out as soon as its event ends: what changes must be there by then.
  const now = () => flushSync(listener)
  const begin = () => {
    isPrinting = true
    now()
  }
  const end = () => {
    isPrinting = false
    now()
  }
  query.addEventListener('change', now)
  window.addEventListener('beforeprint', begin)
  window.addEventListener('afterprint', end)
  return () => {
    query.removeEventListener('change', now)
    window.removeEventListener('beforeprint', begin)
    window.removeEventListener('afterprint', end)
  }
}

export function useIsPaper(): boolean {
  return useSyncExternalStore(subscribe, () => isPrinting || query.matches)
}
