/** Where the officer is in the grid, what is selected and typed, and what is done with it. */
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { parseBudget, UNSTATED, writeBudget } from '../../../parts/budget'
import { useReader } from '../../../parts/reader'
import type { Edits } from '../edits/useEdits'
import type { Editing, Leave } from './CellEditor'
import { blockOf, type Columns, type Line, type Spot } from './layout'

interface GridInput {
  table: RefObject<HTMLTableElement | null>
  lines: Line[]
  columns: Columns
  years: number[]
  edits: Edits
  mayEdit: boolean
  /** The mission's own column is not there in a narrow window. */
  firstColumn: number
}

export function useGrid(input: GridInput) {
  const { table, lines, columns, years, edits, mayEdit, firstColumn } = input
  const { digits } = useReader()
  const [active, setActive] = useState<Spot>({ line: 0, column: columns.firstYear })
  const [anchor, setAnchor] = useState<Spot>(active)
  const [editing, setEditing] = useState<Editing | null>(null)
  const { unreadable } = edits.picture
  const moving = useRef(false)
  /** Whether the grid itself moves the focus just now. */
  const isMoving = useCallback(() => moving.current, [])

  const clamp = useCallback(
    ({ line, column }: Spot): Spot => {
      const at = Math.max(0, Math.min(line, lines.length - 1))
      const last = mayEdit ? columns.menu : columns.remarks
      const widest = lines[at]?.row ? last : columns.title
      return { line: at, column: Math.max(firstColumn, Math.min(column, widest)) }
    },
    [lines, columns, mayEdit, firstColumn],
  )

  const focus = useCallback(
    ({ line, column }: Spot) => {
      const at = column === columns.mission ? (lines[line]?.firstAt ?? line) : line
      const cell = table.current?.querySelector<HTMLElement>(
        `[data-line="${at}"][data-column="${column}"]`,
      )
      moving.current = true
      ;(cell?.querySelector<HTMLElement>('button') ?? cell)?.focus()
      moving.current = false
    },
    [table, lines, columns],
  )

  const go = useCallback(
    (spot: Spot, isExtending = false) => {
      const next = clamp(spot)
      setActive(next)
      if (!isExtending) setAnchor(next)
      focus(next)
    },
    [clamp, focus],
  )

  const cellAt = useCallback(
    ({ line, column }: Spot) => {
      const be = years[column - columns.firstYear]
      return lines[line]?.row?.budgets.find((cell) => cell.fiscalYear.be === be)
    },
    [lines, years, columns],
  )

  const textAt = useCallback(
    (spot: Spot): string | null => {
      const row = lines[spot.line]?.row
      const cell = cellAt(spot)
      if (cell) {
        return unreadable.get(`budget:${cell.id}`)?.text ?? writeBudget(edits.shown(cell), digits)
      }
      if (!row) return null
      const field = spot.column === columns.title ? 'title' : 'remarks'
      if (spot.column !== columns.title && spot.column !== columns.remarks) return null
      const wanted = edits.picture.wanted.get(`${field}:${row.id}`)
      return wanted && 'text' in wanted ? wanted.text : row[field]
    },
    [lines, cellAt, edits, digits, columns, unreadable],
  )

  const edit = useCallback(
    (spot: Spot, typed?: string) => {
      const text = textAt(spot)
      if (!mayEdit || text === null) return
      setActive(spot)
      setAnchor(spot)
      const seen = (cellAt(spot) ?? lines[spot.line]?.row)?.version
      const mode = typed === undefined ? 'inside' : 'over'
      setEditing({ ...spot, text: typed ?? text, mode, seen })
    },
    [mayEdit, textAt, cellAt, lines],
  )

  const commit = useCallback(
    (spot: Spot, text: string, leave: Leave) => {
      setEditing(null)
      const cell = cellAt(spot)
      const row = lines[spot.line]?.row
      // Opened and left as it was: whatever a colleague put there meanwhile stays.
      const isLeft = editing?.mode === 'inside' && editing.text === text
      const seen = editing?.seen
      if (cell && !isLeft) {
        const parsed = parseBudget(text)
        const typed = parsed.budget ? null : { text, why: parsed.why }
        edits.queue.setUnreadable(`budget:${cell.id}`, typed)
        if (parsed.budget) edits.setBudgets([{ cell, budget: parsed.budget, seen }])
      } else if (row && !cell && !isLeft) {
        const of = spot.column === columns.title ? 'title' : 'remarks'
        const cleaned = text.trim().replace(/\s+/g, ' ')
        if (cleaned !== textAt(spot)) edits.setRow(row, { of, text: cleaned }, seen)
      }
      if (leave === 'stay') return
      const [down, across] = { down: [1, 0], up: [-1, 0], left: [0, -1], right: [0, 1] }[leave] as [
        number,
        number,
      ]
      requestAnimationFrame(() => go({ line: spot.line + down, column: spot.column + across }))
    },
    [cellAt, columns, editing, edits, go, lines, textAt],
  )

  const cancel = useCallback(() => {
    setEditing(null)
    const cell = cellAt(active)
    if (cell) edits.queue.setUnreadable(`budget:${cell.id}`, null)
    requestAnimationFrame(() => focus(active))
  }, [active, cellAt, edits.queue, focus])

  /** Rows that a colleague adds, moves or removes above do not lead the officer to another row. */
  const rowIds = useRef<(string | undefined)[]>([])
  useLayoutEffect(() => {
    const before = rowIds.current
    const after = lines.map((line) => line.row?.id)
    rowIds.current = after
    const along = <S extends Spot>(spot: S): S => {
      const id = before[spot.line]
      const line = id === undefined ? -1 : after.indexOf(id)
      return line < 0 || line === spot.line ? spot : { ...spot, line }
    }
    setActive(along)
    setAnchor(along)
    setEditing((open) => open && along(open))
  }, [lines])

  const block = blockOf(active, anchor)

  const selectedCells = () => {
    const cells = []
    for (let line = block.top; line <= block.bottom; line += 1) {
      for (let column = block.left; column <= block.right; column += 1) {
        const cell = cellAt({ line, column })
        if (cell) cells.push({ cell, line, column })
      }
    }
    return cells
  }

  /** The first value of each line (or column) over the rest of the selection. */
  const fill = (direction: 'right' | 'down') => {
    const cells = selectedCells()
    const isAlone = cells.length === 1
    const targets = cells.filter(({ line, column }) =>
      direction === 'right' ? column > block.left : line > block.top,
    )
    if (isAlone && direction === 'right' && active.column > columns.firstYear) {
      const source = cellAt({ line: active.line, column: active.column - 1 })
      if (source) edits.setBudgets([{ cell: cells[0]!.cell, budget: edits.shown(source) }])
      return
    }
    edits.setBudgets(
      targets.flatMap(({ cell, line, column }) => {
        const source = cellAt(
          direction === 'right' ? { line, column: block.left } : { line: block.top, column },
        )
        return source ? [{ cell, budget: edits.shown(source) }] : []
      }),
    )
  }

  const clear = () => {
    for (const { cell } of selectedCells()) edits.queue.setUnreadable(`budget:${cell.id}`, null)
    edits.setBudgets(selectedCells().map(({ cell }) => ({ cell, budget: UNSTATED })))
  }

  /** Steady for the rows: they are drawn again only when something of theirs changes. */
  const latest = useRef({ commit, cancel })
  useLayoutEffect(() => {
    latest.current = { commit, cancel }
  })
  const hand = useMemo(
    () => ({
      commit: (spot: Spot, text: string, leave: Leave) => latest.current.commit(spot, text, leave),
      cancel: () => latest.current.cancel(),
    }),
    [],
  )

  return {
    isMoving,
    active,
    setActive,
    setAnchor,
    block,
    editing,
    go,
    edit,
    fill,
    clamp,
    cancel,
    clear,
    cellAt,
    textAt,
    hand,
  }
}

export type Grid = ReturnType<typeof useGrid>
export type Hand = Grid['hand']
