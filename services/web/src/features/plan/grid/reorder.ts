/** Where a row goes when it is dropped on a line or taken one place up or down. Pure. */
import type { Initiative } from '../plan'
import type { Line } from './layout'

export interface Target {
  missionCode: string
  /** From 1 among the other rows of the mission. */
  position: number
}

/** Null where the row would stay where it is. */
export function dropOn(
  lines: readonly Line[],
  row: Initiative,
  over: Line,
  isBelow: boolean,
): Target | null {
  const missionCode = over.mission.code
  const own = rowsOf(lines, missionCode)
  const others = own.filter((one) => one.id !== row.id)
  if (!over.row) return { missionCode, position: 1 }
  const at = own.indexOf(over.row) + Number(isBelow)
  const above = own.slice(0, at).filter((one) => one.id !== row.id).length
  const isHere = row.missionCode === missionCode && own.indexOf(row) === above
  return isHere ? null : { missionCode, position: Math.min(above, others.length) + 1 }
}

/** One place up or down; past the edge of its mission into the next one. */
export function shifted(lines: readonly Line[], line: Line, step: 1 | -1): Target | null {
  const { row } = line
  if (!row) return null
  const own = rowsOf(lines, row.missionCode)
  const at = own.indexOf(row) + step
  if (at >= 0 && at < own.length) return { missionCode: row.missionCode, position: at + 1 }
  const missions = [...new Set(lines.map((one) => one.mission.code))]
  const next = missions[missions.indexOf(row.missionCode) + step]
  if (next === undefined) return null
  return { missionCode: next, position: step > 0 ? 1 : rowsOf(lines, next).length + 1 }
}

function rowsOf(lines: readonly Line[], missionCode: string): Initiative[] {
  return lines.flatMap((one) => (one.mission.code === missionCode && one.row ? [one.row] : []))
}
