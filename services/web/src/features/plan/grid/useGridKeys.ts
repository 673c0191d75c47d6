/** The keys of a spreadsheet, turned into what the grid can do. */
import { useMemo, type KeyboardEvent } from 'react'
import type { History } from '../edits/history'
import type { Line } from './layout'
import type { Grid, ShowHistory } from './useGrid'

const STEPS: Record<string, [down: number, across: number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [10, 0],
  PageUp: [-10, 0],
}

/** Takes the row of a line one place up or down. */
export type Shift = (line: Line, step: 1 | -1, lines: readonly Line[]) => void

interface KeyActs {
  history: Pick<History, 'undo' | 'redo'>
  shift: Shift
  show: ShowHistory
}

export function useGridKeys(grid: Grid, { history, shift, show }: KeyActs) {
  return useMemo(() => keysOf(grid, { history, shift, show }), [grid, history, shift, show])
}

function keysOf(grid: Grid, { history, shift, show }: KeyActs) {
  const { cursor } = grid
  /** After Escape the next Tab leaves the grid: nobody is caught in it. */
  let isLeaving = false

  const onCommandKey = (event: KeyboardEvent): boolean => {
    const { lines, columns, mayEdit } = grid.facts()
    const { active } = cursor.place
    if (event.key === 'Home') grid.go({ line: 0, column: columns.title }, event.shiftKey)
    else if (event.key === 'End') {
      grid.go({ line: lines.length - 1, column: columns.remarks }, event.shiftKey)
    } else if (event.key in STEPS) {
      const [down, across] = STEPS[event.key]!
      const line = down ? (down < 0 ? 0 : lines.length - 1) : active.line
      const column = across ? (across < 0 ? columns.title : columns.remarks) : active.column
      grid.go({ line, column }, event.shiftKey)
    }
    // By place on the keyboard: under a Thai layout the letter itself is another.
    else if (event.code === 'KeyA') grid.chooseAll()
    else if (!mayEdit) return false
    else if (event.code === 'KeyZ' && !event.shiftKey) history.undo()
    else if (event.code === 'KeyY' || event.code === 'KeyZ') history.redo()
    else if (event.code === 'KeyR') grid.fill('right')
    else if (event.code === 'KeyD') grid.fill('down')
    else return false
    return true
  }

  /** In the missions' own column a step goes to the next mission, past the rows between. */
  const down = (step: number): number => {
    const { lines, columns } = grid.facts()
    const { active } = cursor.place
    const here = lines[active.line]
    if (active.column !== columns.mission || !here || !step) return step
    const isElsewhere = (line: Line) => line.firstAt !== here.firstAt
    const next = lines.find((line) => line.at > active.line && isElsewhere(line))
    return (step > 0 ? (next?.at ?? active.line) : here.firstAt - 1) - active.line
  }

  const onPlainKey = (event: KeyboardEvent): boolean => {
    const { columns, mayEdit } = grid.facts()
    const { active } = cursor.place
    const isOnButton = event.target instanceof HTMLButtonElement
    const step = STEPS[event.key]
    if (step) {
      const line = active.line + down(step[0])
      grid.go({ line, column: active.column + step[1] }, event.shiftKey)
    } else if (event.key === 'Home') grid.go({ ...active, column: columns.title }, event.shiftKey)
    else if (event.key === 'End') grid.go({ ...active, column: columns.remarks }, event.shiftKey)
    else if (event.key === 'Tab') {
      const next = grid.clamp({ ...active, column: active.column + (event.shiftKey ? -1 : 1) })
      if (isLeaving || next.column === active.column) return false
      grid.go(next)
    } else if (event.key === 'Escape') {
      grid.cancel()
      isLeaving = true
      return true
    } else if (event.key === 'F2' && event.shiftKey) grid.ask(show)
    else if (isOnButton) return false
    else if (event.key === 'Enter' || event.key === 'F2') grid.edit(active)
    else if (!mayEdit) return false
    else if (event.key === 'Delete' || event.key === 'Backspace') grid.clear()
    else if (event.key.length === 1 && event.key !== ' ' && grid.cellAt(active))
      grid.edit(active, event.key)
    else return false
    return true
  }

  const onAltKey = (event: KeyboardEvent): boolean => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
    const line = grid.facts().lines[cursor.place.active.line]
    if (!step || !line?.row || !grid.facts().mayEdit) return false
    shift(line, step, grid.facts().lines)
    return true
  }

  return (event: KeyboardEvent) => {
    if (cursor.place.editing) return
    const isCommand = event.ctrlKey || event.metaKey
    const wasLeaving = isLeaving
    const isTaken = event.altKey
      ? onAltKey(event)
      : isCommand
        ? onCommandKey(event)
        : onPlainKey(event)
    if (wasLeaving && event.key !== 'Escape') isLeaving = false
    if (isTaken) event.preventDefault()
  }
}
