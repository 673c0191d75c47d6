/**
 * Where the officer is in the grid, what is chosen and typed. It is kept beside React and drawn by
 * hand (tab stop, aria-selected), so that a key costs no rendering of lines.
 */
import type { Editing } from './CellEditor'
import { blockOf, type Block, type Columns, type Line, type Spot } from './layout'

export interface Place {
  active: Spot
  anchor: Spot
  editing: Editing | null
}

export class Cursor {
  place: Place
  /** While the grid itself moves the focus. */
  isMoving = false
  private isInside = false
  private readonly listeners = new Set<() => void>()
  private rows = new Map<number, HTMLTableRowElement>()
  private lines: readonly Line[] = []
  private columns: Columns
  private stop: HTMLElement | null = null
  private chosen = new Set<Element>()

  constructor(columns: Columns) {
    const start = { line: 0, column: columns.firstYear }
    this.columns = columns
    this.place = { active: start, anchor: start, editing: null }
  }

  get block(): Block {
    return blockOf(this.place.active, this.place.anchor)
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  set(change: Partial<Place>) {
    this.place = { ...this.place, ...change }
    this.paint()
    for (const listener of this.listeners) listener()
  }

  /** After the lines were drawn: rows that came or went above do not lead to another row. */
  attach(table: HTMLTableElement, lines: readonly Line[], columns: Columns) {
    const before = this.lines
    this.columns = columns
    this.lines = lines
    this.rows = new Map()
    for (const row of table.querySelectorAll<HTMLTableRowElement>('tr[data-at]')) {
      this.rows.set(Number(row.dataset['at']), row)
    }
    const places = new Map(lines.map((line) => [line.row?.id, line.at]))
    const along = <S extends Spot>(spot: S): S => {
      const id = before[spot.line]?.row?.id
      const line = (id === undefined ? undefined : places.get(id)) ?? spot.line
      const last = Math.max(0, lines.length - 1)
      return line === spot.line && line <= last ? spot : { ...spot, line: Math.min(line, last) }
    }
    const { active, anchor, editing } = this.place
    this.stop = null
    this.set({
      active: along(active),
      anchor: along(anchor),
      editing: editing && along(editing),
    })
    // The row with the focus went: the keyboard goes on where the officer is now.
    if (this.isInside && document.activeElement === document.body) {
      this.focus(this.place.active, true)
    }
  }

  onFocusIn = () => {
    this.isInside = true
  }

  /** A cell that was taken away did not let the focus go by itself. */
  onFocusOut = (event: { target: EventTarget }) => {
    const { target } = event
    queueMicrotask(() => {
      if (target instanceof Node && target.isConnected) {
        this.isInside = document.activeElement?.closest('[role=grid]') != null
      }
    })
  }

  /** The element of a place; a mission's own cell stands in its first line. */
  cell({ line, column }: Spot): HTMLElement | null {
    const at = column === this.columns.mission ? (this.lines[line]?.firstAt ?? line) : line
    return cellIn(this.rows.get(at), column)
  }

  focus(spot: Spot, preventScroll = false) {
    this.isMoving = true
    stopOf(this.cell(spot))?.focus({ preventScroll })
    this.isMoving = false
  }

  private paint() {
    const stop = stopOf(this.cell(this.place.active))
    if (stop !== this.stop) {
      if (this.stop) this.stop.tabIndex = -1
      if (stop) stop.tabIndex = 0
      this.stop = stop
    }
    const { top, bottom, left, right } = this.block
    const chosen = new Set<Element>()
    if (right > 0 && (top !== bottom || left !== right)) {
      for (let line = top; line <= bottom; line += 1) {
        for (const cell of this.rows.get(line)?.cells ?? []) {
          const column = Number(cell.dataset['column'])
          if (column >= left && column <= right) chosen.add(cell)
        }
      }
    }
    for (const cell of this.chosen) if (!chosen.has(cell)) cell.removeAttribute('aria-selected')
    for (const cell of chosen) {
      if (!this.chosen.has(cell)) cell.setAttribute('aria-selected', 'true')
    }
    this.chosen = chosen
  }
}

function cellIn(row: HTMLTableRowElement | undefined, column: number): HTMLElement | null {
  for (const cell of row?.cells ?? []) {
    if (cell.dataset['column'] === String(column)) return cell
  }
  return null
}

/** What takes the focus in a cell: its button when it has one. */
function stopOf(cell: HTMLElement | null): HTMLElement | null {
  return cell?.querySelector('button') ?? cell
}
