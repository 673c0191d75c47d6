/** The page's hand on the queue: what is shown for a cell, and how an edit is put. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { isSameBudget, type Budget } from '../../../parts/budget'
import type { Cell, Initiative, Plan } from '../plan'
import type { History } from './history'
import { EditQueue, type Edit, type Wanted } from './queue'
import { saveInto } from './save'

export interface CellChange {
  cell: Cell
  budget: Budget
}

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
    const put = (wanted: Wanted[]) => queue.put(withVersions(now(), wanted))
    const takeBack = (wanted: Wanted[]) => queue.takeBack(withVersions(now(), wanted))

    const setBudgets = (changes: CellChange[]) => {
      const real = changes.filter(({ cell, budget }) => !isSameBudget(shown(cell), budget))
      if (!real.length) return
      const after = real.map(({ cell, budget }) => budgetWanted(cell.id, budget))
      const before = real.map(({ cell }) => budgetWanted(cell.id, { ...pick(shown(cell)) }))
      put(after)
      history.push({ undo: () => takeBack(before), redo: () => put(after) })
    }
    const setRow = (row: Initiative, field: RowField) => {
      const after = { ...field, id: row.id } as Wanted
      const key = `${field.of}:${row.id}`
      const before =
        queue.picture.wanted.get(key) ??
        (field.of === 'kind'
          ? { of: field.of, id: row.id, kind: row.kind }
          : { of: field.of, id: row.id, text: row[field.of] })
      put([after])
      history.push({ undo: () => takeBack([before]), redo: () => put([after]) })
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

function withVersions(plan: Plan, wanted: Wanted[]): Edit[] {
  const cells = new Map(plan.initiatives.flatMap((row) => row.budgets).map((one) => [one.id, one]))
  const rows = new Map(plan.initiatives.map((row) => [row.id, row]))
  return wanted.flatMap((one) => {
    const version = (one.of === 'budget' ? cells : rows).get(one.id)?.version
    return version === undefined ? [] : [{ wanted: one, version }]
  })
}
