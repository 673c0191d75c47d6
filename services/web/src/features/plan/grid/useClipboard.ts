/** Copy, cut and paste of blocks, with Excel and with itself; a paste is all or nothing. */
import { useState, type ClipboardEvent } from 'react'
import { UNSTATED, writeForClipboard } from '../../../parts/budget'
import { parseBlock, writeBlock } from '../../../parts/clipboard'
import type { Edits } from '../edits/useEdits'
import type { Columns, Line } from './layout'
import { planPaste, type Planned } from './paste'
import type { Grid } from './useGrid'

interface ClipboardInput {
  grid: Grid
  lines: Line[]
  columns: Columns
  years: number[]
  edits: Edits
  mayEdit: boolean
}

export function useClipboard({ grid, lines, columns, years, edits, mayEdit }: ClipboardInput) {
  const [refused, setRefused] = useState<Planned['refused'] | null>(null)
  const [pasted, setPasted] = useState(0)

  const onCopy = (event: ClipboardEvent) => {
    const { top, bottom, left, right } = grid.block
    const texts = []
    for (let line = top; line <= bottom; line += 1) {
      const row = []
      for (let column = left; column <= right; column += 1) {
        const cell = grid.cellAt({ line, column })
        row.push(
          cell ? writeForClipboard(edits.shown(cell)) : (grid.textAt({ line, column }) ?? ''),
        )
      }
      texts.push(row)
    }
    event.clipboardData.setData('text/plain', writeBlock(texts))
    event.preventDefault()
  }

  const onCut = (event: ClipboardEvent) => {
    onCopy(event)
    if (!mayEdit) return
    const { top, bottom, left, right } = grid.block
    const changes = lines.slice(top, bottom + 1).flatMap((line) =>
      years.flatMap((_, index) => {
        const column = columns.firstYear + index
        const cell = column >= left && column <= right && grid.cellAt({ line: line.at, column })
        return cell ? [{ cell, budget: UNSTATED }] : []
      }),
    )
    edits.setBudgets(changes)
  }

  const onPaste = (event: ClipboardEvent) => {
    if (!mayEdit) return
    event.preventDefault()
    const texts = parseBlock(event.clipboardData.getData('text/plain'))
    const { active } = grid
    const isText = active.column === columns.title || active.column === columns.remarks
    if (isText && texts.length === 1 && texts[0]!.length === 1) {
      grid.edit(active, texts[0]![0]!)
      return
    }
    const planned = planPaste(texts, grid.block, lines, columns, years)
    setPasted(0)
    if (planned.refused.length) {
      setRefused(planned.refused)
      return
    }
    edits.setBudgets(planned.changes)
    setPasted(planned.changes.length)
  }

  return { onCopy, onCut, onPaste, refused, pasted, forget: () => setRefused(null) }
}
