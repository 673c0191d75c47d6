/** Arrow keys between the cells of a table: one of them is reached by Tab, the others from it. */
import { useRef, type FocusEvent, type KeyboardEvent } from 'react'

const CELL = '[data-cell]'
const PAGE = 10

/** Where a key leads from a cell of a row; a row may have one cell over its whole width. */
export function nextPlace(
  key: string,
  row: number,
  column: number,
  widths: readonly number[],
  isWhole: boolean,
): [number, number] | null {
  const last = widths.length - 1
  const to = (line: number): [number, number] => [Math.max(0, Math.min(last, line)), column]
  const end = (widths[row] ?? 1) - 1
  switch (key) {
    case 'ArrowUp':
      return to(row - 1)
    case 'ArrowDown':
      return to(row + 1)
    case 'PageUp':
      return to(row - PAGE)
    case 'PageDown':
      return to(row + PAGE)
    case 'ArrowLeft':
      return [row, Math.max(0, Math.min(column, end) - 1)]
    case 'ArrowRight':
      return [row, Math.min(end, column + 1)]
    case 'Home':
      return isWhole ? [0, 0] : [row, 0]
    case 'End':
      return isWhole ? [last, (widths[last] ?? 1) - 1] : [row, end]
    default:
      return null
  }
}

/** For a `<table role="grid">` whose cells have `data-cell` and a tabIndex of -1, the first of 0. */
export function useCellKeys() {
  /** Kept while rows without cells of their own are passed. */
  const column = useRef(0)

  function onFocus({ currentTarget: table, target }: FocusEvent<HTMLTableElement>) {
    const cell = target.closest<HTMLElement>(CELL)
    if (!cell) return
    for (const other of table.querySelectorAll<HTMLElement>(`${CELL}[tabindex="0"]`))
      other.tabIndex = -1
    cell.tabIndex = 0
  }

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>) {
    const cell = (event.target as HTMLElement).closest<HTMLElement>(CELL)
    if (!cell || event.altKey || event.metaKey || event.shiftKey) return
    const isWhole = event.ctrlKey
    if (isWhole && event.key !== 'Home' && event.key !== 'End') return
    const rows = Array.from(event.currentTarget.rows, (row) =>
      Array.from(row.querySelectorAll<HTMLElement>(CELL)),
    ).filter((cells) => cells.length)
    const row = rows.findIndex((cells) => cells.includes(cell))
    const own = rows[row]!
    const at = own.length > 1 ? own.indexOf(cell) : column.current
    const widths = rows.map((cells) => cells.length)
    const next = nextPlace(event.key, row, at, widths, isWhole)
    if (!next) return
    event.preventDefault()
    const [line, place] = next
    column.current = place
    const cells = rows[line]!
    cells[Math.min(place, cells.length - 1)]?.focus()
  }

  return { onFocus, onKeyDown }
}
