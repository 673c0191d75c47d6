/** Which parts beside the grid hold typed work of this person that the server does not have yet. */
import { useSyncExternalStore } from 'react'
import type { Plan } from '../plan'
import { keptUnder, openDraft, storeOf, subscribeToDrafts } from '../../../parts/draft'

const NAMES = {
  section: 'texts',
  risk: 'risks',
  sheet: 'sheets',
  appointment: 'committees',
} as const
export type PartName = (typeof NAMES)[keyof typeof NAMES]

/** In the order of the tabs; a part that was kept before the page was opened counts as well. */
export function useUnsentParts(plan: Plan, username: string): PartName[] {
  const told = useSyncExternalStore(subscribeToDrafts, () =>
    unsentParts(storeOf(username, plan.id, ''), (id) =>
      plan.initiatives.some((one) => one.id === id),
    ),
  )
  return told ? (told.split(' ') as PartName[]) : []
}

/** As one text, so that the same answer is the same value. */
function unsentParts(begin: string, isRow: (id: string) => boolean): string {
  const found = new Set<PartName>()
  for (const store of keptUnder(begin)) {
    const part = store.slice(begin.length)
    const [name = '', ...rest] = part.split('.')
    // What is kept of a row or a risk that is gone has no form where it could be given up.
    const isThere = name === 'sheet' ? isRow(rest.join('.')) : name !== 'risk'
    if (name in NAMES && (isThere || openDraft(store))) found.add(NAMES[name as keyof typeof NAMES])
  }
  return Object.values(NAMES)
    .filter((one) => found.has(one))
    .join(' ')
}
