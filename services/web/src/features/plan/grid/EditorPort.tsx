/** The one editor of the grid, put into the cell that is typed in; no line is drawn anew for it. */
import { useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { useReader } from '../../../parts/reader'
import { CellEditor } from './CellEditor'
import type { Grid } from './useGrid'

export function EditorPort({ grid }: { grid: Grid }) {
  const { t, n } = useReader()
  const { cursor } = grid
  const { editing } = useSyncExternalStore(cursor.subscribe, () => cursor.place)
  const cell = editing && cursor.cell(editing)
  if (!editing || !cell) return null
  const { columns, lines, years } = grid.facts()
  const be = years[editing.column - columns.firstYear]
  const label =
    editing.column === columns.title
      ? t.plan.newTitle
      : editing.column === columns.remarks
        ? t.plan.columns.remarks
        : `${lines[editing.line]?.row?.title ?? ''} ${t.fiscalYear(n(be ?? ''))}`
  return createPortal(
    <CellEditor
      key={`${editing.line}:${editing.column}`}
      editing={editing}
      label={label}
      isLong={be === undefined}
      onType={(text) => grid.typing(text)}
      onCommit={(text, leave) => grid.commit(text, leave)}
      onCancel={() => grid.cancel()}
    />,
    cell,
  )
}
