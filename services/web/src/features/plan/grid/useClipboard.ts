/** Copy, cut and paste of blocks, with Excel and with itself. */
import { useMemo, type ClipboardEvent } from 'react'
import { parseBudget, UNSTATED, writeForClipboard } from '../../../parts/budget'
import { parseBlock, writeBlock } from '../../../parts/clipboard'
import { sumOf } from '../edits/pending'
import type { Block, Line, Spot } from './layout'
import type { Grid } from './useGrid'

/** What lies on the clipboard and where it goes; the officer looks at it first. */
export interface PastedBlock {
  texts: string[][]
  block: Block
  lines: readonly Line[]
  years: readonly number[]
}

export function useClipboard(grid: Grid, onPasted: (pasted: PastedBlock) => void) {
  return useMemo(() => {
    const onCopy = (event: ClipboardEvent) => {
      const { top, bottom, left, right } = grid.cursor.block
      const texts: string[][] = []
      for (let line = top; line <= bottom; line += 1) {
        const row: string[] = []
        for (let column = left; column <= right; column += 1)
          row.push(copied(grid, { line, column }))
        texts.push(row)
      }
      event.clipboardData.setData('text/plain', writeBlock(texts))
      event.preventDefault()
    }

    const onCut = (event: ClipboardEvent) => {
      onCopy(event)
      const { edits, mayEdit } = grid.facts()
      if (!mayEdit) return
      edits.setBudgets(grid.chosenCells().map(({ cell }) => ({ cell, budget: UNSTATED })))
    }

    const onPaste = (event: ClipboardEvent) => {
      const { edits, mayEdit, columns, lines, years } = grid.facts()
      if (!mayEdit) return
      event.preventDefault()
      const texts = parseBlock(event.clipboardData.getData('text/plain'))
      const { active } = grid.cursor.place
      const { block } = grid.cursor
      const isOne = texts.length === 1 && texts[0]!.length === 1
      const isText = active.column === columns.title || active.column === columns.remarks
      const isAlone = block.top === block.bottom && block.left === block.right
      const cell = grid.cellAt(active)
      const parsed = parseBudget(texts[0]?.[0] ?? '')
      // One value into one cell is like typing it; more is shown first.
      if (isOne && isText) grid.edit(active, texts[0]![0]!)
      else if (isOne && isAlone && cell && parsed.budget) {
        edits.setBudgets([{ cell, budget: parsed.budget }])
      } else onPasted({ texts, block, lines, years })
    }

    return { onCopy, onCut, onPaste }
  }, [grid, onPasted])
}

function copied(grid: Grid, spot: Spot): string {
  const { edits, columns, lines } = grid.facts()
  const cell = grid.cellAt(spot)
  if (cell) return writeForClipboard(edits.shown(cell))
  const row = lines[spot.line]?.row
  if (row && spot.column === columns.total) {
    return writeForClipboard(sumOf(row.budgets.map((one) => edits.shown(one))))
  }
  return grid.textAt(spot) ?? ''
}
