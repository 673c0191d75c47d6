/** Edits gathered by the row they belong to, as the server takes a block of rows. Pure. */
import type { InitiativeInput } from '../../../gql/graphql'
import type { Plan } from '../plan'
import type { Edit } from './queue'

export interface RowBlock {
  row: InitiativeInput
  /** The edits of title, kind and remarks, which share the row's version. */
  fields: Edit[]
  /** The edits of cells, in the order of `row.cells`. */
  cells: Edit[]
}

export function blockOf(plan: Plan | undefined, edits: readonly Edit[]): RowBlock[] {
  const rowOfCell = new Map(
    plan?.initiatives.flatMap((row) => row.budgets.map((cell) => [cell.id, row] as const)),
  )
  const blocks = new Map<string, RowBlock>()
  const blockFor = (id: string, version: number) => {
    const block = blocks.get(id) ?? { row: { id, version }, fields: [], cells: [] }
    blocks.set(id, block)
    return block
  }
  for (const edit of edits) {
    const { wanted, version } = edit
    if (wanted.of === 'budget') {
      // Of a row that is gone: the server says so, and the officer sees it.
      const row = rowOfCell.get(wanted.id) ?? { id: 'gone', version: 0 }
      const block = blockFor(row.id, row.version)
      block.row.cells = [...(block.row.cells ?? []), { id: wanted.id, version, ...wanted.budget }]
      block.cells.push(edit)
    } else {
      const block = blockFor(wanted.id, version)
      block.row.version = version
      if (wanted.of === 'kind') block.row.kind = wanted.kind
      else block.row[wanted.of] = wanted.text
      block.fields.push(edit)
    }
  }
  return [...blocks.values()]
}
