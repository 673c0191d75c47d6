/** A pasted block against the grid: what it would change, which rows it would add, what it cannot. */
import { parseBudget, type Budget, type Unread } from '../../../parts/budget'
import type { Cell, Initiative } from '../plan'
import type { Block, Columns, Line } from './layout'
import { kindOf, readTitle, type Kind } from './titles'

export type Why = Unread | 'outside' | 'noTitle' | 'blankTitle'

export interface CellChange {
  row: Initiative
  cell: Cell
  budget: Budget
}
export interface TextChange {
  row: Initiative
  of: 'title' | 'remarks'
  text: string
}
export interface AddedRow {
  title: string
  /** Null: the title's first word does not say. */
  kind: Kind | null
  budgets: { be: number; budget: Budget }[]
  remarks: string
}
export interface Refused {
  line: Line | undefined
  be: number | null
  text: string
  why: Why
}
export interface Planned {
  cells: CellChange[]
  texts: TextChange[]
  added: AddedRow[]
  refused: Refused[]
}

/** What a column of the block is about. */
type Target = 'title' | 'remarks' | 'total' | number | null

interface Onto {
  block: Block
  lines: readonly Line[]
  columns: Columns
  years: readonly number[]
  /** Every pasted row as a new one, instead of writing over the rows that are there. */
  asNew: boolean
}

export function planPaste(texts: string[][], onto: Onto): Planned {
  const { block, lines } = onto
  const planned: Planned = { cells: [], texts: [], added: [], refused: [] }
  const isOne = texts.length === 1 && texts[0]!.length === 1
  const targets = targetsOf(texts, onto)
  const height = isOne ? block.bottom - block.top + 1 : texts.length
  const hasTitles = targets[0] === 'title' && !isOne
  for (let down = 0; down < height; down += 1) {
    const given = texts[isOne ? 0 : down] ?? []
    const line = lines[block.top + down]
    const isHere = line?.row && (!hasTitles || line.firstAt === lines[block.top]?.firstAt)
    if (hasTitles && (onto.asNew || !isHere)) addRow(planned, given, targets, line)
    else {
      const width = isOne ? block.right - block.left + 1 : given.length
      for (let across = 0; across < width; across += 1) {
        const text = given[isOne ? 0 : across] ?? ''
        const target = isOne ? targetAt(block.left + across, onto) : targets[across]!
        put(planned, line, target, text)
      }
    }
  }
  return planned
}

/**
 * Beside the title a spreadsheet has the years, perhaps their total (which is computed here), and
 * perhaps the remarks.
 */
function targetsOf(texts: string[][], onto: Onto): Target[] {
  const width = Math.max(...texts.map((row) => row.length))
  const { left } = onto.block
  const targets = Array.from({ length: width }, (_, across) => targetAt(left + across, onto))
  const total = targets.indexOf('total')
  if (total === targets.length - 1 && total > 0 && !isTotal(texts, total)) {
    targets[total] = 'remarks'
  }
  return targets
}

function targetAt(column: number, { columns, years }: Onto): Target {
  if (column === columns.title) return 'title'
  if (column === columns.remarks) return 'remarks'
  if (column === columns.total) return 'total'
  return years[column - columns.firstYear] ?? null
}

/** The last column is a total when it is a figure (or nothing) in every row. */
function isTotal(texts: string[][], at: number): boolean {
  return texts.every((row) => parseBudget(row[at] ?? '').budget !== undefined)
}

function put(planned: Planned, line: Line | undefined, target: Target, text: string) {
  const refuse = (why: Why, be: number | null = null) =>
    planned.refused.push({ line, be, text, why })
  const row = line?.row
  if (target === 'total') return
  if (target === 'title' || target === 'remarks') {
    const cleaned = text.trim().replace(/\s+/g, ' ')
    if (!row) refuse('outside')
    else if (target === 'title' && !cleaned) refuse('blankTitle')
    else planned.texts.push({ row, of: target, text: cleaned })
    return
  }
  const cell = row?.budgets.find((one) => one.fiscalYear.be === target)
  if (target === null || !row || !cell) {
    refuse(line || target === null ? 'outside' : 'noTitle', target)
    return
  }
  const parsed = parseBudget(text)
  if (parsed.budget) planned.cells.push({ row, cell, budget: parsed.budget })
  else refuse(parsed.why, target)
}

function addRow(planned: Planned, given: string[], targets: Target[], line: Line | undefined) {
  const title = readTitle(given[0] ?? '')
  // A line that holds nothing at all is the end of a spreadsheet, not a row.
  if (!title && given.every((text) => !text.trim())) return
  const added: AddedRow = { title, kind: kindOf(title), budgets: [], remarks: '' }
  const refuse = (text: string, why: Why, be: number | null = null) =>
    planned.refused.push({ line, be, text, why })
  if (!title) refuse(given.join(' ').trim(), 'blankTitle')
  for (let across = 1; across < given.length; across += 1) {
    const text = given[across] ?? ''
    const target = targets[across]
    if (target === 'remarks') added.remarks = text.trim()
    else if (typeof target === 'number') {
      const parsed = parseBudget(text)
      if (parsed.budget) added.budgets.push({ be: target, budget: parsed.budget })
      else refuse(text, parsed.why, target)
    } else if (target !== 'total' && text.trim()) refuse(text, 'outside')
  }
  planned.added.push(added)
}
