/** What lies over a row while it is typed, on its way, or refused. */
import { useRef, useSyncExternalStore } from 'react'
import type { Budget } from '../../../parts/budget'
import type { EditQueue, Picture, SaveState, Unreadable } from '../edits/queue'
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
    `subMission:${row.id}`,
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

/** The overlay of one row; the line is drawn again only when something of its own row changed. */
export function useOverlay(
  row: Initiative | null,
  queue: EditQueue,
  fresh: ReadonlySet<string>,
): Overlay {
  const kept = useRef(NOTHING)
  return useSyncExternalStore(queue.subscribe, () => {
    const now = overlayOf(row, queue.picture, fresh)
    if (!isSame(kept.current, now)) kept.current = now
    return kept.current
  })
}

function isSame(a: Overlay, b: Overlay): boolean {
  if (a === b) return true
  if (a.size !== b.size) return false
  for (const [key, over] of a) {
    const other = b.get(key)
    if (
      !other ||
      over.state !== other.state ||
      over.budget !== other.budget ||
      over.text !== other.text ||
      over.unreadable !== other.unreadable ||
      over.isFresh !== other.isFresh
    ) {
      return false
    }
  }
  return true
}
