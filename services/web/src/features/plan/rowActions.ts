/** What can be done with rows, and how the server is asked for it. */
import {
  AddInitiativesDocument,
  MoveInitiativeDocument,
  RemoveInitiativesDocument,
  RestoreInitiativesDocument,
  type NewInitiativeInput,
  type ProblemPartsFragment,
} from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { blockOf } from './edits/blocks'
import type { Wanted } from './edits/queue'
import { withVersions } from './edits/useEdits'
import type { Initiative, Plan } from './plan'
import { positionBelow } from './rowSteps'

export type NewRow = NewInitiativeInput
/** `also`: what is set beside it in rows that are there, in the same step or not at all. */
export type RowAction =
  | { do: 'add'; missionCode: string; rows: NewRow[]; position?: number; also?: Wanted[] }
  | { do: 'move'; row: Initiative; missionCode: string; position?: number; backTo?: string[] }
  | { do: 'remove'; rows: Initiative[]; also?: Wanted[] }
  | { do: 'restore'; ids: string[]; also?: Wanted[] }

export interface Answer {
  plan?: Plan | null
  initiatives?: { id: string }[] | null
  problems: ProblemPartsFragment[]
}

/** Versions move with each edit: the newest the page knows is the one the officer sees. */
export async function askRows(plan: Plan, action: RowAction): Promise<Answer> {
  const rows = new Map(plan.initiatives.map((row) => [row.id, row]))
  const alsoSet =
    'also' in action && action.also?.length
      ? blockOf(plan, withVersions(plan, action.also)).map(({ row }) => row)
      : null
  switch (action.do) {
    case 'add': {
      const { missionCode, position = null } = action
      const input = { planId: plan.id, missionCode, position, rows: action.rows, alsoSet }
      return (await ask(AddInitiativesDocument, { input })).addInitiatives
    }
    case 'move': {
      const { row, missionCode, backTo } = action
      const { id, version } = rows.get(row.id) ?? row
      const position = backTo
        ? positionBelow(plan, id, missionCode, backTo)
        : (action.position ?? null)
      const input = { id, version, missionCode, position }
      const { moveInitiative: answer } = await ask(MoveInitiativeDocument, { input })
      return { ...answer, initiatives: answer.initiative ? [answer.initiative] : null }
    }
    case 'remove': {
      const wanted = action.rows.map((row) => rows.get(row.id) ?? row)
      const input = { rows: wanted.map(({ id, version }) => ({ id, version })), alsoSet }
      return (await ask(RemoveInitiativesDocument, { input })).removeInitiatives
    }
    case 'restore': {
      const input = { ids: action.ids, alsoSet }
      return (await ask(RestoreInitiativesDocument, { input })).restoreInitiatives
    }
  }
}
