/** What others saved, laid into the page's plan; and what of it is new to the officer. Pure. */
import { isSameBudget, type Budget } from '../../../parts/budget'
import type { Cell, Initiative, Plan } from '../plan'

export interface Changed {
  version: number
  state: Plan['state']
  initiatives?: readonly Initiative[] | null | undefined
}

/**
 * The plan with the changed rows as they are now; null when one of them is not on the page. What
 * does not change stays the same object, so that it is not drawn again.
 */
export function mergeRows(plan: Plan, changed: Changed): Plan | null {
  const fresh = new Map(changed.initiatives?.map((row) => [row.id, row]))
  const initiatives = plan.initiatives.map((row) => {
    const other = fresh.get(row.id)
    fresh.delete(row.id)
    return other ? mergeRow(row, other) : row
  })
  if (fresh.size) return null
  const isSame = initiatives.every((row, at) => row === plan.initiatives[at])
  if (isSame && changed.version <= plan.version) return plan
  return {
    ...plan,
    version: Math.max(plan.version, changed.version),
    state: changed.state,
    initiatives: isSame ? plan.initiatives : initiatives,
  }
}

/** Whether the same rows stand in the same places. */
export function isArrangedAlike(one: Plan, other: Plan): boolean {
  return (
    one.initiatives.length === other.initiatives.length &&
    one.initiatives.every((row, at) => {
      const there = other.initiatives[at]
      return row.id === there?.id && row.missionCode === there.missionCode
    })
  )
}

/** A row and each of its cells has a version of its own; the newer one stays. */
function mergeRow(mine: Initiative, other: Initiative): Initiative {
  const cells = new Map(other.budgets.map((cell) => [cell.id, cell]))
  const budgets = mine.budgets.map((cell) => {
    const fresh = cells.get(cell.id)
    return fresh && fresh.version > cell.version ? fresh : cell
  })
  const isSame = budgets.every((cell, at) => cell === mine.budgets[at])
  if (other.version <= mine.version) return isSame ? mine : { ...mine, budgets }
  return { ...other, budgets }
}

/**
 * Keys ("budget:…", "title:…", "remarks:…") of what the officer did not see yet. `shown` is what the
 * page shows for a cell, with what is still on its way: one's own edit is no news.
 */
export function newTo(before: Plan, after: Plan, shown: (cell: Cell) => Budget): string[] {
  const rows = new Map(before.initiatives.map((row) => [row.id, row]))
  return after.initiatives.flatMap((row) => {
    const old = rows.get(row.id)
    if (old === row) return []
    if (!old) return [`title:${row.id}`]
    const cells = new Map(old.budgets.map((cell) => [cell.id, cell]))
    const changed = row.budgets.filter((cell) => {
      const mine = cells.get(cell.id)
      return mine && mine.version !== cell.version && !isSameBudget(shown(mine), cell)
    })
    return [
      ...changed.map((cell) => `budget:${cell.id}`),
      ...(isSameTitle(row, old) ? [] : [`title:${row.id}`]),
      ...(row.remarks === old.remarks ? [] : [`remarks:${row.id}`]),
    ]
  })
}

const isSameTitle = (one: Initiative, other: Initiative) =>
  one.title === other.title && one.kind === other.kind && one.subMission === other.subMission
