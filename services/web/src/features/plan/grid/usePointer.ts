/** The pointer in the grid: choose, stretch the choice, a second press to type. */
import { useRef, type PointerEvent } from 'react'
import type { Spot } from './layout'
import type { Grid } from './useGrid'

function spotOf(target: EventTarget | null): Spot | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null
  if (!cell) return null
  return { line: Number(cell.dataset['line']), column: Number(cell.dataset['column']) }
}

export function usePointer(grid: Grid) {
  const isDragging = useRef(false)

  const onPointerDown = (event: PointerEvent) => {
    const spot = spotOf(event.target)
    const isOnButton = event.target instanceof Element && event.target.closest('button')
    if (!spot || isOnButton || event.button !== 0) return
    const isAgain = spot.line === grid.active.line && spot.column === grid.active.column
    if (event.pointerType === 'touch') {
      if (isAgain) grid.edit(spot)
      else grid.go(spot)
      return
    }
    event.preventDefault()
    isDragging.current = true
    grid.go(spot, event.shiftKey)
  }

  const onPointerMove = (event: PointerEvent) => {
    if (!isDragging.current || event.buttons !== 1) {
      isDragging.current = false
      return
    }
    const spot = spotOf(event.target)
    if (spot && (spot.line !== grid.active.line || spot.column !== grid.active.column)) {
      grid.go(spot, true)
    }
  }

  const onDoubleClick = (event: { target: EventTarget }) => {
    const spot = spotOf(event.target)
    if (spot) grid.edit(spot)
  }

  /** Focus that came another way (Tab into the grid, a screen reader) becomes the place. */
  const onFocus = (event: { target: EventTarget }) => {
    const spot = spotOf(event.target)
    if (!spot || grid.editing || grid.isMoving()) return
    const { active } = grid
    if (spot.column === active.column && (spot.line === active.line || spot.column === 0)) return
    grid.setActive(spot)
    grid.setAnchor(spot)
  }

  return { onPointerDown, onPointerMove, onDoubleClick, onFocus }
}
