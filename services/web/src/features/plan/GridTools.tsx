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
}

export function GridTools({ history, grid, onBulk }: GridToolsProps) {
  const { t } = useReader()
  const fill = (direction: 'right' | 'down') => grid.current?.grid.fill(direction)
  return (
    <div className="row tools">
      <Tool icon="undo" label={t.undo} isOn={history.canUndo} onUse={() => void history.undo()} />
      <Tool icon="redo" label={t.redo} isOn={history.canRedo} onUse={() => void history.redo()} />
      <Tool icon="arrow" label={t.plan.fillRight} isOn onUse={() => fill('right')} />
      <Tool icon="down" label={t.plan.fillDown} isOn onUse={() => fill('down')} />
      <Tool icon="edit" label={t.plan.bulk.open} isOn onUse={onBulk} />
      <KeyList />
    </div>
  )
}
