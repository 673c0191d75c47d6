/** The tools of the grid: take back, fill, change many rows, and the list of keys. */
import type { RefObject } from 'react'
import { useReader } from '../../parts/reader'
import type { History } from './edits/history'
import type { GridHandle } from './grid/PlanGrid'
import { KeyList } from './KeyList'
import { Tool } from './Toolbar'

interface GridToolsProps {
  history: History
  grid: RefObject<GridHandle | null>
  onBulk: () => void
  onHistory: () => void
}

/** The history of the cell where the officer is. */
export function HistoryTool({ onUse }: { onUse: () => void }) {
  const { t } = useReader()
  return <Tool icon="clock" label={t.history.open} isOn onUse={onUse} />
}

export function GridTools({ history, grid, onBulk, onHistory }: GridToolsProps) {
  const { t } = useReader()
  const fill = (direction: 'right' | 'down') => grid.current?.grid.fill(direction)
  return (
    <div className="row tools">
      <Tool icon="undo" label={t.undo} isOn={history.canUndo} onUse={() => void history.undo()} />
      <Tool icon="redo" label={t.redo} isOn={history.canRedo} onUse={() => void history.redo()} />
      <Tool icon="arrow" label={t.plan.fillRight} isOn onUse={() => fill('right')} />
      <Tool icon="down" label={t.plan.fillDown} isOn onUse={() => fill('down')} />
      <Tool icon="edit" label={t.plan.bulk.open} isOn onUse={onBulk} />
      <HistoryTool onUse={onHistory} />
      <KeyList />
    </div>
  )
}
