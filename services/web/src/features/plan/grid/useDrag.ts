/** Taking a row by its handle and putting it between two others, also of another mission. */
import { useEffect, useRef } from 'react'
import { useReader } from '../../../parts/reader'
import type { Initiative } from '../plan'
import type { Line } from './layout'
import { dropOn, type Target } from './reorder'
import type { Grid } from './useGrid'

const EDGE = 48
const STEP = 14

interface Taken {
  row: Initiative
  pointer: number
  target: Target | null
  y: number
}

/** Answers the mark that shows where the row would go. */
export function useDrag(grid: Grid, onDrop: (row: Initiative, target: Target) => void) {
  const { t, n } = useReader()
  const mark = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const sign = mark.current
    const box = sign?.parentElement
    if (!sign || !box) return
    let taken: Taken | null = null
    let scrolling = 0

    const lineAt = (x: number, y: number): [Line, HTMLElement] | null => {
      const element = document.elementFromPoint(x, y)?.closest<HTMLElement>('tr[data-at]')
      const line = element && grid.facts().lines[Number(element.dataset['at'])]
      return line && element && box.contains(element) ? [line, element] : null
    }
    const show = (x: number, y: number) => {
      const found = lineAt(x, y)
      if (!taken || !found) return
      const [line, element] = found
      const place = element.getBoundingClientRect()
      const isBelow = y > place.top + place.height / 2
      taken.target = dropOn(grid.facts().lines, taken.row, line, isBelow)
      const frame = box.getBoundingClientRect()
      sign.hidden = !taken.target
      sign.style.insetBlockStart = `${(isBelow ? place.bottom : place.top) - frame.top + box.scrollTop - 1}px`
      sign.style.insetInlineStart = `${box.scrollLeft}px`
      sign.style.width = `${box.clientWidth}px`
      const { missionCode, position } = taken.target ?? {}
      sign.dataset['words'] = taken.target
        ? t.plan.dropHere(n(missionCode ?? ''), n(position ?? ''))
        : ''
    }
    const scroll = () => {
      const frame = box.getBoundingClientRect()
      const over = taken ? taken.y - frame.bottom + EDGE : 0
      const under = taken ? frame.top + EDGE * 2 - taken.y : 0
      if (over > 0) box.scrollTop += STEP
      else if (under > 0) box.scrollTop -= STEP
      scrolling = taken ? requestAnimationFrame(scroll) : 0
    }
    const end = () => {
      cancelAnimationFrame(scrolling)
      taken = null
      sign.hidden = true
      box.classList.remove('dragging')
      document.removeEventListener('keydown', onKey, true)
    }
    const onDown = (event: PointerEvent) => {
      const handle = event.target instanceof Element ? event.target.closest('.handle') : null
      const row = handle && lineAt(event.clientX, event.clientY)?.[0].row
      if (!row || event.button !== 0) return
      event.preventDefault()
      taken = { row, pointer: event.pointerId, target: null, y: event.clientY }
      box.setPointerCapture(event.pointerId)
      box.classList.add('dragging')
      document.addEventListener('keydown', onKey, true)
      scrolling = requestAnimationFrame(scroll)
    }
    const onMove = (event: PointerEvent) => {
      if (!taken || event.pointerId !== taken.pointer) return
      taken.y = event.clientY
      show(event.clientX, event.clientY)
    }
    const onUp = (event: PointerEvent) => {
      if (!taken || event.pointerId !== taken.pointer) return
      const { row, target } = taken
      end()
      if (target) onDrop(row, target)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      end()
    }
    box.addEventListener('pointerdown', onDown)
    box.addEventListener('pointermove', onMove)
    box.addEventListener('pointerup', onUp)
    box.addEventListener('pointercancel', end)
    return () => {
      end()
      box.removeEventListener('pointerdown', onDown)
      box.removeEventListener('pointermove', onMove)
      box.removeEventListener('pointerup', onUp)
      box.removeEventListener('pointercancel', end)
    }
  }, [grid, onDrop, t, n])
  return mark
}
