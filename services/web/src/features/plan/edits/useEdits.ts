/** The page's hand on the queue: what is shown for a cell, and how an edit is put. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { isSameBudget, type Budget } from '../../../parts/budget'
import type { Cell, Initiative, Plan } from '../plan'
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

export type RowField = { of: 'title' | 'remarks'; text: string } | RowKind
type RowKind = { of: 'kind'; kind: Initiative['kind'] }

export function useEdits(plan: Plan, username: string, history: History) {
  const client = useQueryClient()
  const queue = useMemo(
    () => new EditQueue(`simiti.edits.${username}.${plan.id}`, saveInto(client)),
    [client, username, plan.id],
  )
  useEffect(() => queue.start(), [queue])
  useEffect(() => {
    const cells = new Set(plan.initiatives.flatMap((row) => row.budgets.map((cell) => cell.id)))
    for (const key of queue.picture.unreadable.keys()) {
      if (!cells.has(key.replace('budget:', ''))) queue.setUnreadable(key, null)
    }
  }, [queue, plan.initiatives])
  const picture = useSyncExternalStore(queue.subscribe, () => queue.picture)

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (queue.picture.waiting) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [queue])

  return useMemo(() => {
    const shown = (cell: Cell): Budget => {
      const wanted = queue.picture.wanted.get(`budget:${cell.id}`)
      return wanted?.of === 'budget' ? wanted.budget : cell
    }
    const now = () => client.getQueryData<Plan>(['plan']) ?? plan
    const put = (wanted: Wanted[], seen?: Seen) => queue.put(withVersions(now(), wanted, seen))
    const takeBack = (wanted: Wanted[], seen: Seen) =>
      queue.takeBack(withVersions(now(), wanted, seen))
    /** Where no longer stands what this step left there, a colleague was there since. */
    const changedSince = (left: Wanted[]): Seen => {
      const pending = queue.picture.wanted
      const isStill = (one: Wanted) => isSame(pending.get(keyOf(one)) ?? standing(now(), one), one)
      return new Map(left.filter((one) => !isStill(one)).map((one) => [keyOf(one), CHANGED_SINCE]))
    }
    const remember = (before: Wanted[], after: Wanted[]) =>
      history.push({
        undo: () => takeBack(before, changedSince(after)),
        redo: () => put(after, changedSince(before)),
      })

    const setBudgets = (changes: CellChange[]) => {
      const real = changes.filter(({ cell, budget }) => !isSameBudget(shown(cell), budget))
      if (!real.length) return
      const after = real.map(({ cell, budget }) => budgetWanted(cell.id, budget))
      const before = real.map(({ cell }) => budgetWanted(cell.id, { ...pick(shown(cell)) }))
      const seen = real.flatMap(({ cell, seen: version }) =>
        version === undefined ? [] : [[`budget:${cell.id}`, version] as const],
      )
      put(after, new Map(seen))
      remember(before, after)
    }
    const setRow = (row: Initiative, field: RowField, seen?: number) => {
      const after = { ...field, id: row.id } as Wanted
      const key = `${field.of}:${row.id}`
      const before =
        queue.picture.wanted.get(key) ??
        (field.of === 'kind'
          ? { of: field.of, id: row.id, kind: row.kind }
          : { of: field.of, id: row.id, text: row[field.of] })
      put([after], seen === undefined ? undefined : new Map([[key, seen]]))
      remember([before], [after])
    }
    return { queue, picture, shown, setBudgets, setRow }
  }, [queue, picture, client, plan, history])
}

export type Edits = ReturnType<typeof useEdits>

const budgetWanted = (id: string, budget: Budget): Wanted => ({
  of: 'budget',
  id,
  budget: pick(budget),
})
const pick = ({ state, amount }: Budget): Budget => ({ state, amount })

function withVersions(plan: Plan, wanted: Wanted[], seen?: Seen): Edit[] {
  const cells = new Map(plan.initiatives.flatMap((row) => row.budgets).map((one) => [one.id, one]))
  const rows = new Map(plan.initiatives.map((row) => [row.id, row]))
  return wanted.flatMap((one) => {
    const version = (one.of === 'budget' ? cells : rows).get(one.id)?.version
    return version === undefined ? [] : [{ wanted: one, version: seen?.get(keyOf(one)) ?? version }]
  })
}

/** What the page's plan holds in the place of an edit. */
function standing(plan: Plan, { of, id }: Wanted): Wanted | null {
  if (of === 'budget') {
    const cell = plan.initiatives.flatMap((row) => row.budgets).find((one) => one.id === id)
    return cell ? budgetWanted(id, cell) : null
  }
  const row = plan.initiatives.find((one) => one.id === id)
  if (!row) return null
  return of === 'kind' ? { of, id, kind: row.kind } : { of, id, text: row[of] }
}

function isSame(one: Wanted | null, other: Wanted): boolean {
  if (one?.of === 'budget' && other.of === 'budget') return isSameBudget(one.budget, other.budget)
  if (one?.of === 'kind' && other.of === 'kind') return one.kind === other.kind
  return one !== null && 'text' in one && 'text' in other && one.text === other.text
}
