/** One batch to the server, and its answer into the page's plan. */
import type { QueryClient } from '@tanstack/react-query'
import {
  SetBudgetCellsDocument,
  SetInitiativesDocument,
  type ProblemPartsFragment,
} from '../../../gql/graphql'
import { ask, AskError } from '../../../parts/ask'
import { isSameBudget, type Budget } from '../../../parts/budget'
import { PLAN_KEY, STATUS_KEY, type Plan } from '../plan'
import { blockOf, type RowBlock } from './blocks'
import { keyOf, type Edit, type Outcome, type Refusal, type Save } from './queue'

interface Current extends Partial<Budget> {
  version: number
  title?: string
  remarks?: string
  subMission?: string | null
  kind?: string
}

export function saveInto(client: QueryClient): Save {
  return async (edits) => {
    const outcome = await saveOnce(client, edits)
    lookAtStatus(client)
    // What others did meanwhile is shown as soon as the officer lets it stand.
    if ('refusals' in outcome && outcome.refusals.some(({ code }) => code === 'CONFLICT')) {
      void client.invalidateQueries({ queryKey: PLAN_KEY })
    }
    return outcome
  }
}

const STATUS_AFTER_MS = 700
let looking: ReturnType<typeof setTimeout> | undefined

/** Findings are read again when the officer pauses, not after every cell. */
function lookAtStatus(client: QueryClient) {
  clearTimeout(looking)
  looking = setTimeout(
    () => void client.invalidateQueries({ queryKey: STATUS_KEY }),
    STATUS_AFTER_MS,
  )
}

async function saveOnce(client: QueryClient, edits: Edit[]): Promise<Outcome> {
  const isBudgets = edits.every(({ wanted }) => wanted.of === 'budget')
  const send = isBudgets ? sendBudgets : sendRows
  const outcome = await send(client, edits)
  if ('versions' in outcome || !outcome.refusals.every((one) => isOurs(one, edits))) return outcome
  // The answer to an earlier try was lost on the way: what stands there is what we wrote.
  const current = new Map(outcome.refusals.map((one) => [one.key, one.current!.version]))
  return send(
    client,
    edits.map((edit) => ({ ...edit, version: current.get(keyOf(edit.wanted)) ?? edit.version })),
  )
}

function isOurs(refusal: Refusal, edits: Edit[]): boolean {
  const wanted = edits.find((edit) => keyOf(edit.wanted) === refusal.key)?.wanted
  const { current } = refusal
  if (!wanted || !current) return false
  if (wanted.of === 'budget') return !!current.budget && isSameBudget(wanted.budget, current.budget)
  return current.text === (wanted.of === 'kind' ? wanted.kind : wanted.text)
}

async function sendBudgets(client: QueryClient, edits: Edit[]): Promise<Outcome> {
  const cells = edits.flatMap(({ wanted, version }) =>
    wanted.of === 'budget' ? [{ id: wanted.id, version, ...wanted.budget }] : [],
  )
  const { setBudgetCells: answer } = await ask(SetBudgetCellsDocument, { input: { cells } })
  const saved = new Map(answer.cells?.map((cell) => [cell.id, cell]))
  if (answer.problems.length || !saved.size) return refusedCells(answer.problems, edits)
  client.setQueryData<Plan>(PLAN_KEY, (plan) =>
    plan
      ? {
          ...plan,
          version: following(plan, answer.planVersion),
          totals: answer.totals ?? plan.totals,
          initiatives: plan.initiatives.map((row) =>
            row.budgets.some((cell) => saved.has(cell.id))
              ? { ...row, budgets: row.budgets.map((cell) => saved.get(cell.id) ?? cell) }
              : row,
          ),
        }
      : plan,
  )
  return { versions: new Map([...saved].map(([id, cell]) => [`budget:${id}`, cell.version])) }
}

/** The version after one's own edit counts only when nobody else's edit came between. */
function following(plan: Plan, version: number | null | undefined): number {
  return version === plan.version + 1 ? version : plan.version
}

/** Titles, kinds, remarks and what cells come with them: one block by rows, all or nothing. */
async function sendRows(client: QueryClient, edits: Edit[]): Promise<Outcome> {
  const block = blockOf(client.getQueryData<Plan>(PLAN_KEY), edits)
  const { setInitiatives: answer } = await ask(SetInitiativesDocument, {
    input: { rows: block.map(({ row }) => row) },
  })
  const rows = new Map(answer.initiatives?.map((row) => [row.id, row]))
  if (answer.problems.length || !rows.size) return refusedRows(answer.problems, block)
  client.setQueryData<Plan>(PLAN_KEY, (plan) =>
    plan
      ? {
          ...plan,
          version: following(plan, answer.planVersion),
          totals: answer.totals ?? plan.totals,
          initiatives: plan.initiatives.map((row) => rows.get(row.id) ?? row),
        }
      : plan,
  )
  const saved = [...rows.values()].flatMap((row) => [
    [`row:${row.id}`, row.version] as const,
    ...row.budgets.map((cell) => [`budget:${cell.id}`, cell.version] as const),
  ])
  return { versions: new Map(saved) }
}

/** Nothing was refused when the server is away for a moment: the batch waits and is sent again. */
function throwIfAway(problems: ProblemPartsFragment[]) {
  const away = problems.map((problem) => new AskError(problem)).find((one) => one.isPassing)
  if (away) throw away
}

function refusedCells(problems: ProblemPartsFragment[], edits: Edit[]): Outcome {
  throwIfAway(problems)
  const refusals = problems.map((problem) => {
    const at = Number(/^cells\.(\d+)/.exec(problem.field)?.[1] ?? 0)
    return refusalOf(problem, edits[at] ?? edits[0]!)
  })
  return { refusals }
}

/** `rows.3` is about every field of that row, `rows.3.cells.1` about one of its cells. */
function refusedRows(problems: ProblemPartsFragment[], block: RowBlock[]): Outcome {
  throwIfAway(problems)
  const refusals = problems.flatMap((problem) => {
    const [, at, cell] = /^rows\.(\d+)(?:\.cells\.(\d+))?/.exec(problem.field) ?? []
    const { fields, cells } = block[Number(at ?? 0)] ?? block[0]!
    const about = cell === undefined ? fields : [cells[Number(cell)]!]
    return (about.length ? about : cells).map((edit) => refusalOf(problem, edit))
  })
  return { refusals }
}

function refusalOf(problem: ProblemPartsFragment, edit: Edit): Refusal {
  const current = (problem.values as { current?: Current } | null)?.current
  return {
    code: problem.code,
    messageTh: problem.messageTh,
    messageEn: problem.messageEn,
    key: keyOf(edit.wanted),
    ...(current && { current: currentOf(edit, current) }),
  }
}

function currentOf({ wanted }: Edit, current: Current): NonNullable<Refusal['current']> {
  if (wanted.of === 'budget') {
    const budget = { state: current.state ?? 'UNSTATED', amount: current.amount ?? null }
    return { version: current.version, budget }
  }
  return { version: current.version, text: current[wanted.of] ?? '' }
}
