/** One batch to the server, and its answer into the page's plan. */
import type { QueryClient } from '@tanstack/react-query'
import {
  SetBudgetCellsDocument,
  SetInitiativeDocument,
  type ProblemPartsFragment,
} from '../../../gql/graphql'
import { ask, AskError } from '../../../parts/ask'
import { isSameBudget, type Budget } from '../../../parts/budget'
import { PLAN_KEY, STATUS_KEY, type Plan } from '../plan'
import { keyOf, type Edit, type Outcome, type Refusal, type Save } from './queue'

interface Current extends Partial<Budget> {
  version: number
  title?: string
  remarks?: string
  kind?: string
}

export function saveInto(client: QueryClient): Save {
  return async (edits) => {
    const isBudgets = edits.every(({ wanted }) => wanted.of === 'budget')
    const outcome = isBudgets ? await saveBudgets(client, edits) : await saveRow(client, edits)
    void client.invalidateQueries({ queryKey: STATUS_KEY })
    // What others did meanwhile is shown as soon as the officer lets it stand.
    if ('refusals' in outcome && outcome.refusals.some(({ code }) => code === 'CONFLICT')) {
      void client.invalidateQueries({ queryKey: PLAN_KEY })
    }
    return outcome
  }
}

async function saveBudgets(client: QueryClient, edits: Edit[]): Promise<Outcome> {
  const outcome = await sendBudgets(client, edits)
  if ('versions' in outcome || !outcome.refusals.every((one) => isOurs(one, edits))) return outcome
  // The answer to an earlier try was lost on the way: what stands there is what we wrote.
  const current = new Map(outcome.refusals.map((one) => [one.key, one.current!.version]))
  return sendBudgets(
    client,
    edits.map((edit) => ({ ...edit, version: current.get(keyOf(edit.wanted)) ?? edit.version })),
  )
}

function isOurs(refusal: Refusal, edits: Edit[]): boolean {
  const wanted = edits.find((edit) => keyOf(edit.wanted) === refusal.key)?.wanted
  const budget = refusal.current?.budget
  return wanted?.of === 'budget' && budget !== undefined && isSameBudget(wanted.budget, budget)
}

async function sendBudgets(client: QueryClient, edits: Edit[]): Promise<Outcome> {
  const cells = edits.flatMap(({ wanted, version }) =>
    wanted.of === 'budget' ? [{ id: wanted.id, version, ...wanted.budget }] : [],
  )
  const { setBudgetCells: answer } = await ask(SetBudgetCellsDocument, { input: { cells } })
  const saved = new Map(answer.cells?.map((cell) => [cell.id, cell]))
  if (answer.problems.length || !saved.size) return refusedBy(answer.problems, edits)
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

/** Edits of a row are sent one by one: a batch of them holds a single edit. */
async function saveRow(client: QueryClient, edits: Edit[]): Promise<Outcome> {
  const versions = new Map<string, number>()
  for (const { wanted, version } of edits) {
    const change =
      wanted.of === 'title'
        ? { title: wanted.text }
        : wanted.of === 'remarks'
          ? { remarks: wanted.text }
          : wanted.of === 'kind'
            ? { kind: wanted.kind }
            : {}
    const input = { id: wanted.id, version: versions.get(`row:${wanted.id}`) ?? version, ...change }
    const { setInitiative: answer } = await ask(SetInitiativeDocument, { input })
    const row = answer.initiative
    if (answer.problems.length || !row) return refusedBy(answer.problems, edits)
    versions.set(`row:${row.id}`, row.version)
    client.setQueryData<Plan>(PLAN_KEY, (plan) =>
      plan
        ? {
            ...plan,
            version: following(plan, answer.plan?.version),
            initiatives: plan.initiatives.map((one) => (one.id === row.id ? row : one)),
          }
        : plan,
    )
  }
  return { versions }
}

function refusedBy(problems: ProblemPartsFragment[], edits: Edit[]): Outcome {
  // Nothing was refused when the server is away for a moment: the batch waits and is sent again.
  const away = problems.map((problem) => new AskError(problem)).find((one) => one.isPassing)
  if (away) throw away
  const refusals = problems.map((problem): Refusal => {
    const at = Number(/^cells\.(\d+)/.exec(problem.field)?.[1] ?? 0)
    const edit = edits[at] ?? edits[0]!
    const current = (problem.values as { current?: Current } | null)?.current
    return {
      code: problem.code,
      messageTh: problem.messageTh,
      messageEn: problem.messageEn,
      key: keyOf(edit.wanted),
      ...(current && { current: currentOf(edit, current) }),
    }
  })
  return { refusals }
}

function currentOf({ wanted }: Edit, current: Current): NonNullable<Refusal['current']> {
  if (wanted.of === 'budget') {
    const budget = { state: current.state ?? 'UNSTATED', amount: current.amount ?? null }
    return { version: current.version, budget }
  }
  return { version: current.version, text: current[wanted.of] ?? '' }
}
