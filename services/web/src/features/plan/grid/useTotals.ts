/** The totals with what waits, worked out once for all who show them. */
import { useSyncExternalStore } from 'react'
import { totalsWithPending } from '../edits/pending'
import type { EditQueue, Picture } from '../edits/queue'
import type { Plan, Totals } from '../plan'

export function useTotals(plan: Plan, queue: EditQueue): Totals {
  const picture = useSyncExternalStore(queue.subscribe, () => queue.picture)
  return totalsOnce(plan, picture)
}

let last: { plan: Plan; picture: Picture; totals: Totals } | null = null

function totalsOnce(plan: Plan, picture: Picture): Totals {
  if (last?.plan !== plan || last.picture !== picture) {
    last = { plan, picture, totals: totalsWithPending(plan, picture) }
  }
  return last.totals
}
