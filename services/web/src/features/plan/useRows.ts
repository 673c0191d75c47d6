/** Adding, moving, removing rows: these need the server, and answer the whole plan. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  AddInitiativeDocument,
  MoveInitiativeDocument,
  RemoveInitiativeDocument,
  RestoreInitiativeDocument,
  type InitiativeKind,
  type ProblemPartsFragment,
} from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'
import type { History } from './edits/history'
import type { Edits } from './edits/useEdits'
import { PLAN_KEY, type Initiative, type Plan } from './plan'

export type RowAction =
  | { do: 'add'; missionCode: string; kind: InitiativeKind; title: string }
  | { do: 'move'; row: Initiative; missionCode: string; position?: number }
  | { do: 'remove'; row: Initiative }
  | { do: 'restore'; id: string }

interface Answer {
  plan?: Plan | null
  initiative?: { id: string } | null
  problems: ProblemPartsFragment[]
}

export const NEEDS_LINE = 'NEEDS_LINE'

export function useRows(plan: Plan, edits: Edits, history: History) {
  const client = useQueryClient()

  const act = async (action: RowAction): Promise<Answer> => {
    if (!(await edits.queue.drained())) {
      throw new AskError({ code: NEEDS_LINE, messageTh: '', messageEn: '' })
    }
    const answer = await asked(plan, currentVersion(client.getQueryData(PLAN_KEY), action))
    const problem = answer.problems[0]
    if (problem) {
      // What others did meanwhile is shown at once, so that the next try starts from it.
      if (problem.code === 'CONFLICT') void client.invalidateQueries({ queryKey: PLAN_KEY })
      throw new AskError(problem)
    }
    if (answer.plan) client.setQueryData<Plan>(PLAN_KEY, answer.plan)
    return answer
  }

  const mutation = useMutation({
    mutationFn: act,
    onSuccess: (answer, action) => {
      if (action.do === 'remove') {
        const { id } = action.row
        history.push({
          undo: () => mutation.mutateAsync({ do: 'restore', id }).catch(() => undefined),
          redo: () => mutation.mutateAsync(action).catch(() => undefined),
        })
      } else if (action.do === 'add' && answer.initiative) {
        const { id } = answer.initiative
        const remove = () => {
          const row = client.getQueryData<Plan>(PLAN_KEY)?.initiatives.find((one) => one.id === id)
          return row && act({ do: 'remove', row }).catch(() => undefined)
        }
        history.push({ undo: remove, redo: () => act({ do: 'restore', id }) })
      } else if (action.do === 'move') {
        const { missionCode, number } = action.row
        const back: RowAction = { ...action, missionCode, position: number }
        history.push({
          undo: () => act(back).catch(() => undefined),
          redo: () => act(action).catch(() => undefined),
        })
      }
    },
  })
  return mutation
}

/** Versions move with each edit: the newest the page knows is the one the officer sees. */
function currentVersion(plan: Plan | undefined, action: RowAction): RowAction {
  if (!('row' in action)) return action
  const row = plan?.initiatives.find((one) => one.id === action.row.id) ?? action.row
  return { ...action, row }
}

async function asked(plan: Plan, action: RowAction): Promise<Answer> {
  switch (action.do) {
    case 'add': {
      const { missionCode, kind, title } = action
      const input = { planId: plan.id, missionCode, kind, title }
      return (await ask(AddInitiativeDocument, { input })).addInitiative
    }
    case 'move': {
      const { row, missionCode, position } = action
      const input = { id: row.id, version: row.version, missionCode, position: position ?? null }
      return (await ask(MoveInitiativeDocument, { input })).moveInitiative
    }
    case 'remove': {
      const input = { id: action.row.id, version: action.row.version }
      return (await ask(RemoveInitiativeDocument, { input })).removeInitiative
    }
    case 'restore':
      return (await ask(RestoreInitiativeDocument, { input: { id: action.id } })).restoreInitiative
  }
}
