/** A pasted or filled block against the grid: every cell it would change, or why it may not. */
import { parseBudget, type Budget, type Unread } from '../../../parts/budget'
import type { Cell } from '../plan'
import type { Block, Columns, Line } from './layout'

export interface Planned {
  changes: { cell: Cell; budget: Budget }[]
  refused: { line: Line | undefined; be: number | null; text: string; why: Unread | 'outside' }[]
}

export function planPaste(
  texts: string[][],
  block: Block,
  lines: readonly Line[],
  columns: Columns,
  years: readonly number[],
): Planned {
  const planned: Planned = { changes: [], refused: [] }
  const isOne = texts.length === 1 && texts[0]!.length === 1
  const height = isOne ? block.bottom - block.top + 1 : texts.length
  for (let down = 0; down < height; down += 1) {
    const cells = texts[isOne ? 0 : down] ?? []
    const width = isOne ? block.right - block.left + 1 : cells.length
    for (let across = 0; across < width; across += 1) {
      const text = cells[isOne ? 0 : across] ?? ''
      const line = lines[block.top + down]
      const be = years[block.left + across - columns.firstYear] ?? null
      const cell = line?.row?.budgets.find((one) => one.fiscalYear.be === be)
      if (!cell) planned.refused.push({ line, be, text, why: 'outside' })
      else {
        const parsed = parseBudget(text)
        if (parsed.budget) planned.changes.push({ cell, budget: parsed.budget })
        else planned.refused.push({ line, be, text, why: parsed.why })
      }
    }
  }
  return planned
}
