/** Taking back what was done with rows: only where nobody was there since. Pure. */
import { AskError } from '../../parts/ask'
import { isSameBudget } from '../../parts/budget'
import type { Initiative, Plan } from './plan'

export const STALE_UNDO = 'STALE_UNDO'

/** What a stale undo shows: what it would have brought back, and what stands there. */
export interface Stale {
  mine: Initiative
  current: Initiative | null
}

export function staleUndo(mine: Initiative, current: Initiative | null): AskError {
  const values: Stale = { mine, current }
  return new AskError({ code: STALE_UNDO, messageTh: '', messageEn: '', values })
}

/** Whether a row still says what it said; its versions may have moved by one's own undoing. */
export function isAsLeft(row: Initiative, left: readonly Initiative[]): boolean {
  const old = left.find((one) => one.id === row.id)
  return (
    old !== undefined &&
    old.title === row.title &&
    old.kind === row.kind &&
    old.remarks === row.remarks &&
    old.budgets.every((cell, at) => {
      const now = row.budgets[at]
      return now !== undefined && isSameBudget(cell, now)
    })
  )
}

/** The rows that stood above, the nearest first: the row goes back below the first still there. */
export function positionBack(to: Plan, id: string): string[] {
  const home = to.initiatives.find((row) => row.id === id)
  if (!home) return []
  return to.initiatives
    .filter((row) => row.missionCode === home.missionCode && row.number < home.number)
    .sort((a, b) => b.number - a.number)
    .map((row) => row.id)
}

/** The position below the first of these rows that is still in the mission; else the first. */
export function positionBelow(plan: Plan, id: string, mission: string, above: string[]): number {
  const others = plan.initiatives
    .filter((row) => row.missionCode === mission && row.id !== id)
    .sort((a, b) => a.number - b.number)
    .map((row) => row.id)
  const at = above.map((one) => others.indexOf(one)).find((index) => index >= 0)
  return at === undefined ? 1 : at + 2
}
