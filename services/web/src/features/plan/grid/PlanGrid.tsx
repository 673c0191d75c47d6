/** The printed form as a grid: sticky head and foot, keys of a spreadsheet, every cell saves itself. */
import { useImperativeHandle, useMemo, useRef, type Ref } from 'react'
import { useIsNarrow } from '../../../parts/narrow'
import { useReader } from '../../../parts/reader'
import { totalsWithPending } from '../edits/pending'
import type { History } from '../edits/history'
import type { Edits } from '../edits/useEdits'
import type { Plan } from '../plan'
import { GridLine } from './GridLine'
import { DeclaredLine, TotalLine } from './GridTotals'
import { columnsFor, layOut, type Line } from './layout'
import { overlayOf } from './overlay'
import { PasteRefused } from './PasteRefused'
import { useClipboard } from './useClipboard'
import { useGrid } from './useGrid'
import { useGridKeys } from './useGridKeys'
import { usePointer } from './usePointer'

export interface GridHandle {
  goToRow: (initiativeId: string) => void
  editTitle: (initiativeId: string) => void
  fillRight: () => void
}

interface PlanGridProps {
  plan: Plan
  edits: Edits
  /** Keys of what colleagues changed a moment ago. */
  fresh: ReadonlySet<string>
  history: History
  mayEdit: boolean
  onAdd: (missionCode: string) => void
  onMenu: (line: Line, button: HTMLElement) => void
  ref?: Ref<GridHandle>
}

export function PlanGrid({
  plan,
  edits,
  fresh,
  history,
  mayEdit,
  onAdd,
  onMenu,
  ref,
}: PlanGridProps) {
  const { t, n } = useReader()
  const isNarrow = useIsNarrow()
  const { edition, initiatives } = plan
  const parts = useMemo(() => layOut({ edition, initiatives }), [edition, initiatives])
  const lines = useMemo(() => parts.flatMap((part) => part.lines), [parts])
  const years = useMemo(() => plan.fiscalYears.map((year) => year.be), [plan.fiscalYears])
  const columns = useMemo(() => columnsFor(years.length), [years.length])
  const table = useRef<HTMLTableElement>(null)
  const grid = useGrid({
    table,
    lines,
    columns,
    years,
    edits,
    mayEdit,
    firstColumn: isNarrow ? columns.title : columns.mission,
  })
  const onKeyDown = useGridKeys({ grid, lines, columns, history, mayEdit })
  const pointer = usePointer(grid)
  const clipboard = useClipboard({ grid, lines, columns, years, edits, mayEdit })
  const totals = totalsWithPending(plan, edits.picture)
  const { active, block, editing } = grid

  useImperativeHandle(ref, () => {
    const lineOf = (id: string) => lines.find((line) => line.row?.id === id)?.at ?? 0
    return {
      goToRow: (id) => grid.go({ line: lineOf(id), column: columns.firstYear }),
      editTitle: (id) => grid.edit({ line: lineOf(id), column: columns.title }),
      fillRight: () => grid.fill('right'),
    }
  })

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
          onCopy={clipboard.onCopy}
          onCut={clipboard.onCut}
          onPaste={clipboard.onPaste}
          {...pointer}
        >
          <colgroup>
            {!isNarrow && <col className="mission" />}
            <col className="title" />
            {years.map((be) => (
              <col key={be} className="year" />
            ))}
            <col className="year" />
            <col className="remarks" />
            {mayEdit && <col className="menu" />}
          </colgroup>
          <thead>
            <tr role="row" aria-rowindex={1}>
              {!isNarrow && (
                <th role="columnheader" scope="col" rowSpan={2} className="mission">
                  {t.plan.columns.mission}
                </th>
              )}
              <th role="columnheader" scope="col" rowSpan={2} className="title">
                {t.plan.columns.initiative}
              </th>
              <th role="columnheader" scope="colgroup" colSpan={years.length + 1}>
                {t.plan.columns.budget}
              </th>
              <th role="columnheader" scope="col" rowSpan={2} className="remarks">
                {t.plan.columns.remarks}
              </th>
              {mayEdit && (
                <th role="columnheader" scope="col" rowSpan={2} className="menu no-print">
                  <span className="unseen">{t.plan.columns.menu}</span>
                </th>
              )}
            </tr>
            <tr role="row" aria-rowindex={2}>
              {years.map((be) => (
                <th key={be} role="columnheader" scope="col" className="year">
                  {t.fiscalYear(n(be))}
                </th>
              ))}
              <th role="columnheader" scope="col" className="year">
                {t.plan.columns.total}
              </th>
            </tr>
          </thead>
          {parts.map(({ dimension, rowIndex, lines: own }) => {
            const computed = totals.dimensions.find((one) => one.dimensionCode === dimension.code)
            const declared = plan.declared.find((one) => one.dimensionCode === dimension.code)
            return (
              <tbody key={dimension.code} role="rowgroup">
                <tr role="row" aria-rowindex={rowIndex} className="dimension">
                  <th
                    role="rowheader"
                    scope="rowgroup"
                    colSpan={columns.count - Number(!mayEdit) - Number(isNarrow)}
                  >
                    <span>
                      {t.dimension(n(dimension.code))} {dimension.titleTh}
                    </span>
                  </th>
                </tr>
                {own.map((line) => {
                  const isHere =
                    active.line === line.at ||
                    (active.column === 0 && lines[active.line]?.firstAt === line.at)
                  const isChosen =
                    line.at >= block.top && line.at <= block.bottom && block.right > 0
                  return (
                    <GridLine
                      key={line.row?.id ?? line.mission.code}
                      line={line}
                      years={years}
                      columns={columns}
                      overlay={overlayOf(line.row, edits.picture, fresh)}
                      active={isHere ? active.column : null}
                      chosen={isChosen ? chosenOf(block.left, block.right) : null}
                      editing={editing?.line === line.at ? editing : null}
                      mayEdit={mayEdit}
                      isNarrow={isNarrow}
                      hand={grid.hand}
                      onAdd={onAdd}
                      onMenu={onMenu}
                    />
                  )
                })}
                {computed && (
                  <TotalLine
                    label={t.plan.dimensionTotal(n(dimension.code))}
                    counts={computed.counts}
                    years={years}
                    amounts={computed.years}
                    isNarrow={isNarrow}
                    hasMenu={mayEdit}
                  />
                )}
                {declared && (
                  <DeclaredLine
                    declared={declared}
                    computed={computed}
                    findings={plan.findings}
                    years={years}
                    isNarrow={isNarrow}
                    hasMenu={mayEdit}
                  />
                )}
              </tbody>
            )
          })}
          <tfoot>
            <TotalLine
              label={t.plan.planTotal}
              counts={totals.counts}
              years={years}
              amounts={totals.years}
              isNarrow={isNarrow}
              hasMenu={mayEdit}
            />
          </tfoot>
        </table>
      </div>
      <p className="unseen" role="status">
        {clipboard.pasted > 0 && t.plan.pasted(n(clipboard.pasted))}
      </p>
      <PasteRefused refused={clipboard.refused} onClose={clipboard.forget} />
    </>
  )
}

/** The same pair for the same columns, so that untouched lines are not drawn again. */
const pairs = new Map<string, readonly [number, number]>()
function chosenOf(left: number, right: number): readonly [number, number] {
  const key = `${left}:${right}`
  const kept = pairs.get(key) ?? ([left, right] as const)
  pairs.set(key, kept)
  return kept
}
