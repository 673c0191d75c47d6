/** What lies over a row while it is typed, on its way, or refused. */
import type { Budget } from '../../../parts/budget'
import type { Picture, SaveState, Unreadable } from '../edits/queue'
import type { Initiative } from '../plan'

export interface Over {
  state?: SaveState
  budget?: Budget
  text?: string
  unreadable?: Unreadable
  /** A colleague changed it a moment ago. */
  isFresh?: true
}

/** By key ("budget:…", "title:…", "remarks:…", "kind:…"); the same empty map for untouched rows. */
export type Overlay = ReadonlyMap<string, Over>
const NOTHING: Overlay = new Map()

export function overlayOf(
  row: Initiative | null,
  picture: Picture,
  fresh: ReadonlySet<string>,
): Overlay {
  const { unreadable } = picture
  if (!row || (!picture.states.size && !unreadable.size && !fresh.size)) return NOTHING
  let overlay: Map<string, Over> | undefined
  const keys = [
    ...row.budgets.map((cell) => `budget:${cell.id}`),
    `title:${row.id}`,
    `remarks:${row.id}`,
    `kind:${row.id}`,
  ]
  for (const key of keys) {
    const bad = unreadable.get(key)
    const state = bad ? 'invalid' : picture.states.get(key)
    const isFresh = fresh.has(key)
    if (!state && !isFresh) continue
    const wanted = picture.wanted.get(key)
    overlay ??= new Map()
    overlay.set(key, {
      ...(state && { state }),
      ...(isFresh && { isFresh }),
      ...(bad && { unreadable: bad }),
      ...(wanted?.of === 'budget' && { budget: wanted.budget }),
      ...(wanted?.of === 'kind' && { text: wanted.kind }),
      ...(wanted && 'text' in wanted && { text: wanted.text }),
    })
  }
  return overlay ?? NOTHING
}
