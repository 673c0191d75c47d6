/** The printed form as lines of a grid: dimension → mission → rows. Pure, so that it can be tested. */
import { groupBy, sorted } from '../../../parts/group'
import type { Initiative, Plan } from '../plan'

type Dimension = Plan['edition']['dimensions'][number]
type Mission = Dimension['missions'][number]

export interface Line {
  /** Position among all lines that the keyboard walks over. */
  at: number
  mission: Mission
  dimensionCode: string
  /** Null where a mission has no rows yet. */
  row: Initiative | null
  /** Lines of this mission, given on its first line only. */
  span: number
  /** Position among all rows drawn, heads and headings included, from 1. */
  rowIndex: number
  firstAt: number
}

export interface Part {
  dimension: Dimension
  rowIndex: number
  lines: Line[]
}

export function layOut(plan: Pick<Plan, 'edition' | 'initiatives'>): Part[] {
  const byMission = groupBy(plan.initiatives, (row) => row.missionCode)
  let at = 0
  // Two head rows, then each dimension's heading before its lines.
  let rowIndex = 2
  return plan.edition.dimensions.map((dimension) => ({
    dimension,
    rowIndex: ++rowIndex,
    lines: dimension.missions.flatMap((mission) => {
      const rows: (Initiative | null)[] = sorted(
        byMission.get(mission.code) ?? [],
        (a, b) => a.number - b.number,
      )
      if (!rows.length) rows.push(null)
      const firstAt = at
      return rows.map((row, index) => ({
        at: at++,
        mission,
        dimensionCode: dimension.code,
        row,
        span: index === 0 ? rows.length : 0,
        firstAt,
        rowIndex: ++rowIndex,
      }))
    }),
  }))
}

/** Columns: mission, title, one per year, total, remarks, and the row's menu. */
export interface Columns {
  mission: 0
  title: 1
  firstYear: 2
  total: number
  remarks: number
  menu: number
  count: number
}

export function columnsFor(years: number): Columns {
  return {
    mission: 0,
    title: 1,
    firstYear: 2,
    total: 2 + years,
    remarks: 3 + years,
    menu: 4 + years,
    count: 5 + years,
  }
}

export interface Spot {
  line: number
  column: number
}

export interface Block {
  top: number
  bottom: number
  left: number
  right: number
}

export function blockOf(a: Spot, b: Spot): Block {
  return {
    top: Math.min(a.line, b.line),
    bottom: Math.max(a.line, b.line),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  }
}

export function isIn(block: Block, line: number, column: number): boolean {
  return line >= block.top && line <= block.bottom && column >= block.left && column <= block.right
}
