/** The page's hand on the queue: what is shown for a cell, and how an edit is put. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { isSameBudget, type Budget } from '../../../parts/budget'
import { PLAN_KEY, type Cell, type Initiative, type Plan } from '../plan'
import type { History } from './history'
import { EditQueue, keyOf, type Edit, type Wanted } from './queue'
import { saveInto } from './save'

export interface CellChange {
  cell: Cell
  budget: Budget
  /** The version that stood there when typing began; a colleague may have saved since. */
  seen?: number | undefined
}

/** By key of what is wanted: a version other than the page's own. */
type Seen = ReadonlyMap<string, number>
/** No version is this old: the server answers what stands there, and the officer chooses. */
const CHANGED_SINCE = 0

export type RowField = { of: 'title' | 'remarks' | 'subMission'; text: string } | RowKind
type RowKind = { of: 'kind'; kind: Initiative['kind'] }

export function useEdits(plan: Plan, username: string, history: History) {
  const client = useQueryClient()
  const queue = useMemo(
    () => new EditQueue(`simiti.edits.${username}.${plan.id}`, saveInto(client)),
    [client, username, plan.id],
  )
  useEffect(() => queue.start(), [queue])
  const picture = useSyncExternalStore(queue.subscribe, () => queue.picture)
  useEffect(() => {
    if (!picture.unreadable.size) return
    const there = new Set(
      plan.initiatives.flatMap((row) => [row.id, ...row.budgets.map((cell) => cell.id)]),
    )
    for (const key of picture.unreadable.keys()) {
      if (!there.has(key.slice(key.indexOf(':') + 1))) queue.setUnreadable(key, null)
    }
  }, [queue, plan.initiatives, picture.unreadable])

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (queue.picture.waiting) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [queue])

  const { push } = history
  const hand = useMemo(
    () => handOf(queue, () => client.getQueryData<Plan>(PLAN_KEY) ?? plan, push),
    // oxlint-disable-next-line react/exhaustive-deps -- the plan at hand is asked for when needed
    [queue, client, plan.id, push],
  )
  return useMemo(() => ({ ...hand, hand, picture }), [hand, picture])
}

export type Edits = ReturnType<typeof useEdits>
/** The same without the picture: steady, for what must not be drawn anew with every edit. */
export type EditHand = ReturnType<typeof handOf>

function handOf(queue: EditQueue, now: () => Plan, push: History['push']) {
  const shown = (cell: Cell): Budget => {
    const wanted = queue.picture.wanted.get(`budget:${cell.id}`)
    return wanted?.of === 'budget' ? wanted.budget : cell
  }
  const shownText = (row: Initiative, of: 'title' | 'remarks'): string => {
    const wanted = queue.picture.wanted.get(`${of}:${row.id}`)
    return wanted && 'text' in wanted ? wanted.text : row[of]
  }
  /** What is shown in the place of an edit, waiting or standing. */
  const current = (one: Wanted): Wanted | null =>
    queue.picture.wanted.get(keyOf(one)) ?? standing(now(), one)
  const put = (wanted: Wanted[], seen?: Seen) => queue.put(withVersions(now(), wanted, seen))
  const takeBack = (wanted: Wanted[], seen: Seen) =>
    queue.takeBack(withVersions(now(), wanted, seen))
  /** Where no longer stands what this step left there, a colleague was there since. */
  const changedSince = (left: Wanted[]): Seen => {
    const changed = left.filter((one) => !isSame(current(one), one))
    return new Map(changed.map((one) => [keyOf(one), CHANGED_SINCE]))
  }

  /** One block, all or nothing, and one step of undo; what stands there already is passed over. */
  const setMany = (wanted: Wanted[], seen?: Seen): number => {
    const after = wanted.filter((one) => !isSame(current(one), one))
    const before = after.flatMap((one) => current(one) ?? [])
    if (!after.length) return 0
    put(after, seen)
    push({
      undo: () => takeBack(before, changedSince(after)),
      redo: () => put(after, changedSince(before)),
    })
    return after.length
  }

  const setBudgets = (changes: CellChange[]) => {
    const seen = changes.flatMap(({ cell, seen: version }) =>
      version === undefined ? [] : [[`budget:${cell.id}`, version] as const],
    )
    setMany(
      changes.map(({ cell, budget }) => budgetWanted(cell.id, budget)),
      new Map(seen),
    )
  }
  const setRow = (row: Initiative, field: RowField, seen?: number) => {
    const wanted = { ...field, id: row.id } as Wanted
    setMany([wanted], seen === undefined ? undefined : new Map([[keyOf(wanted), seen]]))
  }
  return { queue, shown, shownText, current, isSame, setMany, setBudgets, setRow }
}

export const budgetWanted = (id: string, budget: Budget): Wanted => ({
  of: 'budget',
  id,
  budget: pick(budget),
})
const pick = ({ state, amount }: Budget): Budget => ({ state, amount })

export function withVersions(plan: Plan, wanted: Wanted[], seen?: Seen): Edit[] {
  const cells = new Map(plan.initiatives.flatMap((row) => row.budgets).map((one) => [one.id, one]))
  const rows = new Map(plan.initiatives.map((row) => [row.id, row]))
  return wanted.map((one) => {
    // Of a row that is gone: the server says so, and the officer sees it.
    const version = (one.of === 'budget' ? cells : rows).get(one.id)?.version ?? CHANGED_SINCE
    return { wanted: one, version: seen?.get(keyOf(one)) ?? version }
  })
}

/** What the page's plan holds in the place of an edit. */
export function standing(plan: Plan, { of, id }: Wanted): Wanted | null {
  if (of === 'budget') {
    const cell = plan.initiatives.flatMap((row) => row.budgets).find((one) => one.id === id)
    return cell ? budgetWanted(id, cell) : null
  }
  const row = plan.initiatives.find((one) => one.id === id)
  if (!row) return null
  return of === 'kind' ? { of, id, kind: row.kind } : { of, id, text: row[of] ?? '' }
}

export function isSame(one: Wanted | null, other: Wanted): boolean {
  if (one?.of === 'budget' && other.of === 'budget') return isSameBudget(one.budget, other.budget)
  if (one?.of === 'kind' && other.of === 'kind') return one.kind === other.kind
  return one !== null && 'text' in one && 'text' in other && one.text === other.text
}
