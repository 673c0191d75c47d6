/** The printed form as a grid: sticky head and foot, keys of a spreadsheet, every cell saves itself. */
import {
  memo,
  startTransition,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type Ref,
} from 'react'
import { useIsNarrow } from '../../../parts/narrow'
import { useReader } from '../../../parts/reader'
import type { HistoryStack } from '../edits/history'
import type { EditHand } from '../edits/useEdits'
import type { Initiative, Plan } from '../plan'
import { EditorPort } from './EditorPort'
import { GridHead } from './GridHead'
import { GridPart, PartTotals, PlanTotal, type PartProps } from './GridPart'
import { columnsFor, Layout, placeOf, type Line, type Part } from './layout'
import type { Target } from './reorder'
import { SelectionStatus } from './SelectionStatus'
import { useClipboard, type PastedBlock } from './useClipboard'
import { useGate } from '../steps/gate'
import { useDrag } from './useDrag'
import { useGrid, type Grid, type ShowHistory } from './useGrid'
import { useGridKeys, type Shift } from './useGridKeys'
import { usePointer } from './usePointer'

export interface GridHandle {
  grid: Grid
  goToRow: (initiativeId: string, fiscalYear?: number) => void
  /** To what is kept under this key ("budget:…", "title:…"); false when it is not shown now. */
  goToKey: (key: string) => boolean
  editTitle: (initiativeId: string) => void
}

interface PlanGridProps {
  plan: Plan
  hand: EditHand
  /** Keys of cells that a colleague just changed. */
  fresh: ReadonlySet<string>
  /** Rows that a filter hides; null when nothing is filtered. */
  hidden: ReadonlySet<string> | null
  history: HistoryStack
  mayEdit: boolean
  onAdd: (missionCode: string) => void
  onMenu: (line: Line, button: HTMLElement) => void
  onHistory: ShowHistory
  onShift: Shift
  onDrop: (row: Initiative, target: Target) => void
  onPasted: (block: PastedBlock) => void
  ref?: Ref<GridHandle>
}

/** What a first screen can show; the rest of a long plan follows while the page can be used. */
const FIRST_LINES = 40

export const PlanGrid = memo(function PlanGrid(props: PlanGridProps) {
  const { plan, hand, fresh, hidden, history, mayEdit, ref } = props
  const { onAdd, onMenu, onHistory, onShift, onDrop, onPasted } = props
  const { t, digits } = useReader()
  const isNarrow = useIsNarrow()
  const parts = useParts(plan, hidden)
  const lines = useMemo(() => parts.flatMap((part) => part.lines), [parts])
  const years = useMemo(() => plan.fiscalYears.map((year) => year.be), [plan.fiscalYears])
  const columns = useMemo(() => columnsFor(years.length), [years.length])
  const table = useRef<HTMLTableElement>(null)
  const firstColumn = isNarrow ? columns.title : columns.mission
  const gate = useGate()
  const facts = { lines, columns, years, edits: hand, digits, mayEdit, gate, firstColumn }
  const grid = useGrid(facts, table)
  const onKeyDown = useGridKeys(grid, { history, shift: onShift, show: onHistory })
  const pointer = usePointer(grid)
  const clipboard = useClipboard(grid, onPasted)
  const drag = useDrag(grid, onDrop)
  useHandle(ref, grid, lines)

  const shared: PartProps = {
    years,
    columns,
    queue: hand.queue,
    fresh,
    mayEdit,
    isNarrow,
    onAdd,
    onMenu,
  }
  const sums = { plan, queue: hand.queue, years, isNarrow, mayEdit }
  return (
    <>
      <div className="grid-box">
        <table
          ref={table}
          role="grid"
          className={isNarrow ? 'plan-grid narrow' : 'plan-grid'}
          aria-label={t.plan.gridLabel}
          aria-rowcount={lines.length + plan.edition.dimensions.length * 2 + 3}
          aria-colcount={columns.count}
          aria-multiselectable="true"
          onKeyDown={onKeyDown}
          onFocusCapture={grid.cursor.onFocusIn}
          onBlurCapture={grid.cursor.onFocusOut}
          {...clipboard}
          {...pointer}
        >
          <GridHead years={years} isNarrow={isNarrow} hasMenu={mayEdit} />
          {parts.map((part) => (
            <tbody key={part.dimension.code} role="rowgroup">
              <GridPart {...shared} part={part} />
              <PartTotals {...sums} dimensionCode={part.dimension.code} />
            </tbody>
          ))}
          <tfoot>
            <PlanTotal {...sums} />
          </tfoot>
        </table>
        <div ref={drag} className="drop-mark" hidden />
      </div>
      <EditorPort grid={grid} />
      <SelectionStatus grid={grid} />
    </>
  )
})

/** The lines, the first of them at once; what did not change stays the same object. */
function useParts(plan: Plan, hidden: ReadonlySet<string> | null): Part[] {
  const [isWhole, setWhole] = useState(false)
  useEffect(() => startTransition(() => setWhole(true)), [])
  const [layout] = useState(() => new Layout())
  const { edition, initiatives } = plan
  return useMemo(() => {
    const isShown = hidden && ((row: Initiative) => !hidden.has(row.id))
    const most = isWhole ? Number.POSITIVE_INFINITY : FIRST_LINES
    return layout.lay({ edition, initiatives }, isShown, most)
  }, [layout, edition, initiatives, hidden, isWhole])
}

/** A row that is not drawn yet is gone to when it is. */
function useHandle(ref: Ref<GridHandle> | undefined, grid: Grid, lines: readonly Line[]) {
  const { columns, years } = grid.facts()
  const awaited = useRef<string | null>(null)
  const lineOf = (id: string) => lines.find((line) => line.row?.id === id)
  useLayoutEffect(() => {
    const line = awaited.current && lineOf(awaited.current)
    if (!line) return
    awaited.current = null
    grid.go({ line: line.at, column: columns.firstYear })
  })
  useImperativeHandle(ref, () => ({
    grid,
    goToRow: (id, fiscalYear) => {
      const line = lineOf(id)
      const at = Math.max(0, years.indexOf(fiscalYear ?? 0))
      if (line) grid.go({ line: line.at, column: columns.firstYear + at })
      else awaited.current = id
    },
    goToKey: (key) => {
      for (const line of lines) {
        const place = line.row && placeOf(line.row, key)
        if (!place) continue
        const at = { title: columns.title, remarks: columns.remarks }
        const column =
          place === 'title' || place === 'remarks'
            ? at[place]
            : columns.firstYear + Math.max(0, years.indexOf(place))
        grid.go({ line: line.at, column })
        return true
      }
      return false
    },
    editTitle: (id) => {
      const line = lineOf(id)
      if (line) grid.edit({ line: line.at, column: columns.title })
    },
  }))
}
