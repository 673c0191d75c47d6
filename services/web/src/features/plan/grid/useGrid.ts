/** What the officer can do in the grid: go, choose, type, fill, clear. Steady over renderings. */
import { useLayoutEffect, useState, type RefObject } from 'react'
import { parseBudget, UNSTATED, writeBudget } from '../../../parts/budget'
import type { Digits } from '../../../parts/digits'
import type { Cell, Initiative } from '../plan'
import type { Unreadable } from '../edits/queue'
import type { EditHand } from '../edits/useEdits'
import type { Gate } from '../steps/gate'
import type { Leave } from './CellEditor'
import { Cursor } from './cursor'
import type { Columns, Line, Spot } from './layout'

export interface GridFacts {
  lines: readonly Line[]
  columns: Columns
  years: readonly number[]
  edits: EditHand
  digits: Digits
  mayEdit: boolean
  /** After a return only some cells are open. */
  gate: Gate
  /** The mission's own column is not there in a narrow window. */
  firstColumn: number
}

export type ShowHistory = (row: Initiative, year?: number) => void

export interface ChosenCell {
  cell: Cell
  line: number
  column: number
}

export function useGrid(facts: GridFacts, table: RefObject<HTMLTableElement | null>): Grid {
  const [grid] = useState(() => new Grid(facts))
  useLayoutEffect(() => grid.learn(facts))
  const { lines, columns } = facts
  useLayoutEffect(() => {
    if (table.current) grid.cursor.attach(table.current, lines, columns)
  }, [grid, table, lines, columns])
  return grid
}

export class Grid {
  readonly cursor: Cursor
  /** How often the officer went, chose or began to type: whether somebody is still where they were. */
  acts = 0
  private known: GridFacts

  constructor(facts: GridFacts) {
    this.known = facts
    this.cursor = new Cursor(facts.columns)
  }

  /** What is drawn now. */
  learn(facts: GridFacts) {
    this.known = facts
  }

  facts(): GridFacts {
    return this.known
  }

  clamp({ line, column }: Spot): Spot {
    const { lines, columns, mayEdit, firstColumn } = this.facts()
    const at = Math.max(0, Math.min(line, lines.length - 1))
    const last = mayEdit ? columns.menu : columns.remarks
    const widest = lines[at]?.row ? last : columns.title
    return { line: at, column: Math.max(firstColumn, Math.min(column, widest)) }
  }

  go(spot: Spot, isExtending = false) {
    this.acts += 1
    const active = this.clamp(spot)
    this.cursor.set(isExtending ? { active } : { active, anchor: active })
    this.cursor.focus(active)
  }

  /** Every budget cell; what is in sight stays in sight. */
  chooseAll() {
    const { lines, columns } = this.facts()
    this.choose(
      { line: 0, column: columns.firstYear },
      { line: lines.length - 1, column: columns.total - 1 },
    )
  }

  choose(anchor: Spot, active: Spot) {
    this.acts += 1
    this.cursor.set({ anchor, active })
    this.cursor.focus(active, true)
  }

  cellAt({ line, column }: Spot): Cell | undefined {
    const { lines, columns, years } = this.facts()
    const be = years[column - columns.firstYear]
    return lines[line]?.row?.budgets.find((cell) => cell.fiscalYear.be === be)
  }

  textAt(spot: Spot): string | null {
    const { lines, edits, digits } = this.facts()
    const row = lines[spot.line]?.row
    const cell = this.cellAt(spot)
    const open = this.openAt(spot)
    if (open) return open.text
    if (cell) return writeBudget(edits.shown(cell), digits)
    const of = this.textColumn(spot)
    return row && of ? edits.shownText(row, of) : null
  }

  private textColumn({ column }: Spot): 'title' | 'remarks' | null {
    const { columns } = this.facts()
    return column === columns.title ? 'title' : column === columns.remarks ? 'remarks' : null
  }

  /** Under which what is typed here is kept. */
  private keyAt(spot: Spot): string | null {
    const cell = this.cellAt(spot)
    if (cell) return `budget:${cell.id}`
    const row = this.facts().lines[spot.line]?.row
    const of = this.textColumn(spot)
    return row && of ? `${of}:${row.id}` : null
  }

  /** What was typed here and is no value yet. */
  private openAt(spot: Spot): Unreadable | undefined {
    const key = this.keyAt(spot)
    return key === null ? undefined : this.facts().edits.queue.picture.unreadable.get(key)
  }

  edit(spot: Spot, typed?: string) {
    const { mayEdit, lines, years, columns, gate } = this.facts()
    const text = this.textAt(spot)
    const row = lines[spot.line]?.row
    const isOpen = row && gate.isOpen(row.id, years[spot.column - columns.firstYear])
    if (!mayEdit || !isOpen || text === null) return
    this.acts += 1
    const seen = this.openAt(spot)?.seen ?? (this.cellAt(spot) ?? row).version
    const mode = typed === undefined ? 'inside' : 'over'
    const editing = { ...spot, text: typed ?? text, mode, seen } as const
    this.cursor.set({ active: spot, anchor: spot, editing })
    if (typed !== undefined) this.typing(typed)
  }

  /** With every key: a page that is closed, or a line of power that fails, loses none. */
  typing(text: string) {
    const { editing } = this.cursor.place
    const key = editing && this.keyAt(editing)
    if (key) this.facts().edits.queue.keepTyping({ key, text, seen: editing.seen })
  }

  commit(text: string, leave: Leave) {
    const { editing } = this.cursor.place
    if (!editing) return
    const { line, column, seen } = editing
    const isUnfinished = this.openAt(editing)?.why === 'unfinished'
    this.cursor.set({ editing: null })
    // Opened and left as it was: whatever a colleague put there meanwhile stays.
    if (editing.mode === 'over' || editing.text !== text || isUnfinished) {
      this.put({ line, column }, text, seen)
    }
    this.facts().edits.queue.keepTyping(null)
    if (leave === 'stay') return
    const [down, across] = STEPS[leave]
    this.go({ line: line + down, column: column + across })
  }

  private put(spot: Spot, text: string, seen: number | undefined) {
    const { lines, columns, edits } = this.facts()
    const cell = this.cellAt(spot)
    const row = lines[spot.line]?.row
    if (cell) {
      const parsed = parseBudget(text)
      const typed = parsed.budget ? null : { text, why: parsed.why, seen }
      edits.queue.setUnreadable(`budget:${cell.id}`, typed)
      if (parsed.budget) edits.setBudgets([{ cell, budget: parsed.budget, seen }])
    } else if (row) {
      const of = spot.column === columns.title ? 'title' : 'remarks'
      const cleaned = text.trim().replace(/\s+/g, ' ')
      edits.queue.setUnreadable(`${of}:${row.id}`, null)
      if (cleaned !== this.textAt(spot)) edits.setRow(row, { of, text: cleaned }, seen)
    }
  }

  cancel() {
    const { active } = this.cursor.place
    const { queue } = this.facts().edits
    const key = this.keyAt(active)
    this.cursor.set({ editing: null, anchor: active })
    if (key) queue.setUnreadable(key, null)
    queue.keepTyping(null)
    this.cursor.focus(active)
  }

  chosenCells(): ChosenCell[] {
    const { top, bottom, left, right } = this.cursor.block
    const cells: ChosenCell[] = []
    for (let line = top; line <= bottom; line += 1) {
      for (let column = left; column <= right; column += 1) {
        const cell = this.cellAt({ line, column })
        if (cell) cells.push({ cell, line, column })
      }
    }
    return cells
  }

  /** The row where the officer is, and the year when it is one of its cells. */
  ask(show: ShowHistory) {
    const { lines } = this.facts()
    const { active } = this.cursor.place
    const row = lines[active.line]?.row
    if (row) show(row, this.cellAt(active)?.fiscalYear.be)
  }

  /** Rows that the choice touches. */
  chosenRows(): Initiative[] {
    const { top, bottom } = this.cursor.block
    return this.facts()
      .lines.slice(top, bottom + 1)
      .flatMap(({ row }) => row ?? [])
  }

  /** The first value of each line (or column) over the rest; of one cell, its neighbour's value. */
  fill(direction: 'right' | 'down') {
    const { edits, mayEdit } = this.facts()
    if (!mayEdit) return
    const { top, left } = this.cursor.block
    const cells = this.chosenCells()
    const isAlone = cells.length === 1
    const sourceOf = ({ line, column }: ChosenCell) =>
      direction === 'right'
        ? this.cellAt({ line, column: isAlone ? column - 1 : Math.max(left, this.firstYear) })
        : this.cellAt({ line: isAlone ? line - 1 : top, column })
    edits.setBudgets(
      cells.flatMap((one) => {
        const source = sourceOf(one)
        return source && source !== one.cell
          ? [{ cell: one.cell, budget: edits.shown(source) }]
          : []
      }),
    )
  }

  private get firstYear(): number {
    return this.facts().columns.firstYear
  }

  /** To "not stated"; undo brings the values back. */
  clear() {
    const { edits, mayEdit } = this.facts()
    if (!mayEdit) return
    const cells = this.chosenCells()
    for (const { cell } of cells) edits.queue.setUnreadable(`budget:${cell.id}`, null)
    edits.setBudgets(cells.map(({ cell }) => ({ cell, budget: UNSTATED })))
  }
}

const STEPS = { down: [1, 0], up: [-1, 0], left: [0, -1], right: [0, 1] } as const
