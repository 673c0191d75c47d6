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
  /** The sub-mission that is printed above: where it is another than the row's before. */
  heading: string | null
  /** Position among all rows drawn, heads and headings included, from 1. */
  rowIndex: number
  firstAt: number
}

export interface Part {
  dimension: Dimension
  rowIndex: number
  lines: Line[]
}

/** Rows that a filter hides are left out, and so are missions of which it hides every row. */
export type IsShown = (row: Initiative) => boolean

/**
 * Lines and parts that are as they were in `before` are the same objects, so that React passes
 * over them.
 */
export function layOut(
  plan: Pick<Plan, 'edition' | 'initiatives'>,
  isShown: IsShown | null = null,
  before: readonly Part[] = [],
): Part[] {
  const byMission = groupBy(plan.initiatives, (row) => row.missionCode)
  const known = new Map(before.flatMap((part) => part.lines).map((line) => [keyOf(line), line]))
  let at = 0
  // Two head rows, then each dimension's heading before its lines.
  let rowIndex = 2
  return plan.edition.dimensions.map((dimension, index) => {
    const part: Part = { dimension, rowIndex: ++rowIndex, lines: [] }
    for (const mission of dimension.missions) {
      const rows = rowsOf(byMission.get(mission.code) ?? [], isShown)
      const firstAt = at
      for (const [number, row] of rows.entries()) {
        const line: Line = {
          at: at++,
          mission,
          dimensionCode: dimension.code,
          row,
          span: number === 0 ? rows.length : 0,
          heading: headingOf(row, rows[number - 1]),
          firstAt,
          rowIndex: ++rowIndex,
        }
        part.lines.push(same(known.get(keyOf(line)), line))
      }
    }
    const old = before[index]
    return old && isSamePart(old, part) ? old : part
  })
}

function rowsOf(own: Initiative[], isShown: IsShown | null): (Initiative | null)[] {
  const rows = sorted(isShown ? own.filter(isShown) : own, (a, b) => a.number - b.number)
  return rows.length || isShown ? rows : [null]
}

const headingOf = (row: Initiative | null, before: Initiative | null | undefined) =>
  row?.subMission && row.subMission !== before?.subMission ? row.subMission : null

export const keyOf = (line: Line) => line.row?.id ?? line.mission.code

function same(old: Line | undefined, line: Line): Line {
  const names = Object.keys(line) as (keyof Line)[]
  return old && names.every((name) => old[name] === line[name]) ? old : line
}

function isSamePart(old: Part, part: Part): boolean {
  return (
    old.dimension === part.dimension &&
    old.rowIndex === part.rowIndex &&
    old.lines.length === part.lines.length &&
    old.lines.every((line, index) => line === part.lines[index])
  )
}

/** The first lines only, for a first look at a long plan; missions that are cut span less. */
export function cut(parts: Part[], count: number): Part[] {
  return parts.map((part) => {
    const lines = part.lines.filter((line) => line.at < count)
    if (lines.length === part.lines.length) return part
    return {
      ...part,
      lines: lines.map((line) =>
        line.span ? { ...line, span: Math.min(line.span, count - line.at) } : line,
      ),
    }
  })
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

/** Where in a row lies what is kept under this key: one of its texts, or the year of a budget. */
export function placeOf(row: Initiative, key: string): 'title' | 'remarks' | number | null {
  if (key === `title:${row.id}`) return 'title'
  if (key === `remarks:${row.id}`) return 'remarks'
  return row.budgets.find((cell) => key === `budget:${cell.id}`)?.fiscalYear.be ?? null
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

/** The layout of one page: what did not change since it was last laid out stays the same object. */
export class Layout {
  private parts: Part[] = []

  lay(plan: Pick<Plan, 'edition' | 'initiatives'>, isShown: IsShown | null, most: number): Part[] {
    this.parts = cut(layOut(plan, isShown, this.parts), most)
    return this.parts
  }
}
