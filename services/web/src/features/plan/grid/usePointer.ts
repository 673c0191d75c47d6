/** The pointer in the grid: choose, stretch the choice, a second press to type. */
import { useMemo, type PointerEvent } from 'react'
import type { Spot } from './layout'
import type { Grid } from './useGrid'

export function spotOf(target: EventTarget | null): Spot | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null
  if (!cell) return null
  return { line: Number(cell.dataset['line']), column: Number(cell.dataset['column']) }
}

const isSame = (a: Spot, b: Spot) => a.line === b.line && a.column === b.column

export function usePointer(grid: Grid) {
  return useMemo(() => pointerOf(grid), [grid])
}

function pointerOf(grid: Grid) {
  let isDragging = false
  const { cursor } = grid

  const onPointerDown = (event: PointerEvent) => {
    const spot = spotOf(event.target)
    const target = event.target instanceof Element ? event.target : null
    if (!spot || target?.closest('button, .handle') || event.button !== 0) return
    const isAgain = isSame(spot, cursor.place.active)
    if (event.pointerType === 'touch') {
      if (isAgain) grid.edit(spot)
      else grid.go(spot)
      return
    }
    event.preventDefault()
    isDragging = true
    grid.go(spot, event.shiftKey)
  }

  const onPointerMove = (event: PointerEvent) => {
    if (!isDragging || event.buttons !== 1) {
      isDragging = false
      return
    }
    const spot = spotOf(event.target)
    if (spot && !isSame(spot, cursor.place.active)) grid.go(spot, true)
  }

  const onDoubleClick = (event: { target: EventTarget }) => {
    const spot = spotOf(event.target)
    if (spot) grid.edit(spot)
  }

  /** Focus that came another way (Tab into the grid, a screen reader) becomes the place. */
  const onFocus = (event: { target: EventTarget }) => {
    const spot = spotOf(event.target)
    const { active, editing } = cursor.place
    if (!spot || editing || cursor.isMoving) return
    if (spot.column === active.column && (spot.line === active.line || spot.column === 0)) return
    cursor.set({ active: spot, anchor: spot })
  }

  return { onPointerDown, onPointerMove, onDoubleClick, onFocus }
}
