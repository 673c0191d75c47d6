/** The line to the server that tells of a plan: opened again when it breaks, given up when hidden. */
import { PlanChangedDocument, type PlanChangedSubscription } from '../../../gql/graphql'
import { AskError } from '../../../parts/ask'
import { follow } from '../../../parts/stream'

export type Change = PlanChangedSubscription['planChanged']

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** A browser has few connections to a host: a tab that nobody sees gives its own up. */
const HIDDEN_MS = 30_000

/** How long to wait before the next try; not all pages at once after the server was away. */
export function waitAfter(tries: number, isPassing: boolean): number {
  const wait = isPassing ? Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS) : LONGEST_WAIT_MS
  return wait * (0.75 + Math.random() / 2)
}

/**
 * Calls `hear` for every change until the returned function is called, and `onBroken` whenever the
 * line could not be had: what is told there has to be asked for meanwhile.
 */
export function keepFollowing(
  planId: string,
  hear: (change: Change) => void,
  onBroken: () => void,
): () => void {
  let open: AbortController | null = null
  let tries = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let hiding: ReturnType<typeof setTimeout> | undefined

  const close = () => {
    clearTimeout(retry)
    open?.abort()
    open = null
  }

  const start = async () => {
    clearTimeout(retry)
    if (open) return
    const mine = new AbortController()
    open = mine
    let isPassing = true
    try {
      const onNext = ({ planChanged }: PlanChangedSubscription) => {
        tries = 0
        if (!mine.signal.aborted) hear(planChanged)
      }
      await follow(PlanChangedDocument, { planId }, onNext, mine.signal)
    } catch (error) {
      // A session that ended is noticed by what the officer does next; nobody is thrown out here.
      isPassing = error instanceof AskError && error.isPassing
    }
    if (mine.signal.aborted) return
    open = null
    if (document.hidden) return
    if (tries) onBroken()
    retry = setTimeout(() => void start(), waitAfter(tries, isPassing))
    tries += 1
  }

  const onVisibility = () => {
    clearTimeout(hiding)
    if (document.hidden) hiding = setTimeout(close, HIDDEN_MS)
    else void start()
  }
  const onOnline = () => void start()

  document.addEventListener('visibilitychange', onVisibility)
  window.addEventListener('online', onOnline)
  onVisibility()
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    window.removeEventListener('online', onOnline)
    clearTimeout(hiding)
    close()
  }
}
