/** Adding, moving, removing rows: these need the server, answer the whole plan, and can be undone. */
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { AskError } from '../../parts/ask'
import type { History } from './edits/history'
import type { Wanted } from './edits/queue'
import type { Edits } from './edits/useEdits'
import { PLAN_KEY, type Initiative, type Plan } from './plan'
import { askRows, type Answer, type RowAction } from './rowActions'
import { isAsLeft, positionBack, staleUndo } from './rowSteps'

export const NEEDS_LINE = 'NEEDS_LINE'

interface Asked {
  action: RowAction
  /** Looked at when nothing waits any more: what forbids it now. */
  unless?: (plan: Plan) => AskError | null
}

export function useRows(edits: Edits, history: History) {
  const client = useQueryClient()
  const mutation = useMutation({
    mutationFn: async ({ action, unless }: Asked): Promise<Answer> => {
      if (!(await edits.queue.drained())) {
        throw new AskError({ code: NEEDS_LINE, messageTh: '', messageEn: '' })
      }
      const plan = planOf(client)
      const refusal = unless?.(plan)
      if (refusal) throw refusal
      const answer = await askRows(plan, action)
      const problem = answer.problems[0]
      if (problem) {
        // What others did meanwhile is shown at once, so that the next try starts from it.
        if (problem.code === 'CONFLICT') void client.invalidateQueries({ queryKey: PLAN_KEY })
        throw new AskError(problem)
      }
      if (answer.plan) client.setQueryData<Plan>(PLAN_KEY, answer.plan)
      return answer
    },
  })
  const tried = (asked: Asked) =>
    mutation.mutateAsync(asked).then(
      () => true,
      () => false,
    )

  /** Does it, and remembers how it is taken back. */
  const run = async (action: RowAction): Promise<Answer> => {
    const before = planOf(client)
    const also = 'also' in action ? (action.also ?? []) : []
    const alsoBefore = also.flatMap((one) => edits.hand.current(one) ?? [])
    const answer = await mutation.mutateAsync({ action })
    const after = planOf(client)
    if (action.do === 'move') history.push(stepOfMove(action, before, after, tried))
    else {
      const ids = idsOf(action, answer)
      history.push(
        stepOfRows(ids, action.do !== 'remove', [alsoBefore, also], [before, after], tried),
      )
    }
    return answer
  }
  return { run, mutation }
}

export type Rows = ReturnType<typeof useRows>

function planOf(client: QueryClient): Plan {
  const plan = client.getQueryData<Plan>(PLAN_KEY)
  if (!plan) throw new Error('rows are changed on a page with a plan')
  return plan
}

function idsOf(action: RowAction, answer: Answer): string[] {
  if (action.do === 'remove') return action.rows.map((row) => row.id)
  if (action.do === 'restore') return action.ids
  return answer.initiatives?.map((row) => row.id) ?? []
}

type Try = (asked: Asked) => Promise<boolean>

/** Rows that came are taken out again, rows that went are brought back; and the other way. */
function stepOfRows(
  ids: string[],
  isAdded: boolean,
  [alsoBefore, alsoAfter]: [Wanted[], Wanted[]],
  [before, after]: [Plan, Plan],
  attempt: Try,
) {
  const left = (isAdded ? after : before).initiatives.filter((row) => ids.includes(row.id))
  const rowsNow = (plan: Plan) => plan.initiatives.filter((row) => ids.includes(row.id))
  const remove = (also: Wanted[]) => {
    const action: RowAction = { do: 'remove', rows: left, also }
    return attempt({
      action,
      unless: (plan) => {
        const changed = rowsNow(plan).find((row) => !isAsLeft(row, left))
        return changed
          ? staleUndo(
              left.find((row) => row.id === changed.id)!,
              changed,
            )
          : null
      },
    })
  }
  const bring = (also: Wanted[]) => attempt({ action: { do: 'restore', ids, also } })
  return isAdded
    ? { undo: () => remove(alsoBefore), redo: () => bring(alsoAfter) }
    : { undo: () => bring(alsoBefore), redo: () => remove(alsoAfter) }
}

function stepOfMove(action: RowAction & { do: 'move' }, before: Plan, after: Plan, attempt: Try) {
  const { row } = action
  const back = (from: Plan, to: Plan) => {
    const home = to.initiatives.find((one) => one.id === row.id) ?? row
    return attempt({
      action: { do: 'move', row, missionCode: home.missionCode, backTo: positionBack(to, row.id) },
      unless: (plan) => {
        const here = plan.initiatives.find((one) => one.id === row.id)
        const there = from.initiatives.find((one) => one.id === row.id)
        const isMoved =
          !here ||
          here.missionCode !== there?.missionCode ||
          (here.number !== there.number && rowAbove(plan, here) !== rowAbove(from, there))
        return isMoved ? staleUndo(home, here ?? null) : null
      },
    })
  }
  return { undo: () => back(after, before), redo: () => back(before, after) }
}

function rowAbove(plan: Plan, row: Initiative): string | undefined {
  return plan.initiatives.find(
    (one) => one.missionCode === row.missionCode && one.number === row.number - 1,
  )?.id
}
