/** One initiative of the form: its mission (once), title, budgets, total, remarks, menu. */
import { memo } from 'react'
import type { Budget } from '../../../parts/budget'
import { Icon } from '../../../parts/Icon'
import { BudgetFigure, KindMark } from '../../../parts/Marks'
import { useReader } from '../../../parts/reader'
import { sumOf } from '../edits/pending'
import type { EditQueue } from '../edits/queue'
import { useGate } from '../steps/gate'
import type { Columns, Line } from './layout'
import { useOverlay, type Over } from './overlay'
import { SaveMark } from './SaveMark'

interface GridLineProps {
  line: Line
  years: readonly number[]
  columns: Columns
  queue: EditQueue
  /** Keys of cells that a colleague just changed. */
  fresh: ReadonlySet<string>
  mayEdit: boolean
  isNarrow: boolean
  onAdd: (missionCode: string) => void
  onMenu: (line: Line, button: HTMLElement) => void
}

export const GridLine = memo(function GridLine(props: GridLineProps) {
  const { line, columns, mayEdit, isNarrow } = props
  const { t } = useReader()
  return (
    <>
      {line.span > 0 && isNarrow && (
        <tr role="row" className="mission-row">
          <th
            role="rowheader"
            scope="rowgroup"
            colSpan={columns.count - 1 - Number(!mayEdit)}
            aria-colindex={1}
          >
            <MissionName {...props} isInTabOrder />
          </th>
        </tr>
      )}
      <tr
        role="row"
        data-at={line.at}
        aria-rowindex={line.rowIndex}
        className={line.span ? 'mission-first' : undefined}
        id={line.row ? `row-${line.row.id}` : undefined}
      >
        {line.span > 0 && !isNarrow && (
          <th
            role="rowheader"
            scope="rowgroup"
            className="mission"
            rowSpan={line.span}
            aria-rowspan={line.span}
            aria-colindex={1}
            data-line={line.at}
            data-column={0}
            tabIndex={mayEdit ? undefined : -1}
          >
            <MissionName {...props} />
          </th>
        )}
        {line.row ? <Cells {...props} row={line.row} /> : <EmptyCell {...props} />}
        {line.row && mayEdit && (
          <td
            role="gridcell"
            className="menu no-print"
            aria-colindex={columns.count}
            data-line={line.at}
            data-column={columns.menu}
          >
            <button
              type="button"
              className="quiet-button"
              aria-haspopup="menu"
              aria-label={t.plan.rowMenu(line.row.title)}
              tabIndex={-1}
              onClick={(event) => props.onMenu(line, event.currentTarget)}
            >
              <Icon name="more" />
            </button>
          </td>
        )}
      </tr>
    </>
  )
})

function MissionName(props: GridLineProps & { isInTabOrder?: boolean }) {
  const { line, mayEdit, onAdd, isInTabOrder } = props
  const { t, n } = useReader()
  const gate = useGate()
  const [, number] = line.mission.code.split('.')
  return (
    <div className="mission-in">
      <span lang="th">
        {n(`${number ?? line.mission.code}. `)}
        {line.mission.titleTh}
      </span>
      {mayEdit && gate.isWhole && (
        <button
          type="button"
          className="quiet-button no-print"
          tabIndex={isInTabOrder ? 0 : -1}
          aria-label={t.plan.addTo(n(line.mission.code))}
          onClick={() => onAdd(line.mission.code)}
        >
          <Icon name="add" size={16} />
          {t.plan.add}
        </button>
      )}
    </div>
  )
}

function EmptyCell({ line, columns, mayEdit }: GridLineProps) {
  const { t } = useReader()
  return (
    <td
      role="gridcell"
      className="empty-mission soft"
      colSpan={columns.count - 1 - Number(!mayEdit)}
      aria-colindex={2}
      data-line={line.at}
      data-column={columns.title}
      tabIndex={-1}
    >
      {t.plan.emptyMission}
    </td>
  )
}

function Cells(props: GridLineProps & { row: NonNullable<Line['row']> }) {
  const { line, row, years, columns, queue, fresh, mayEdit } = props
  const { t, n } = useReader()
  const overlay = useOverlay(row, queue, fresh)
  const gate = useGate()
  const reasons = gate.reasonsOf(row.id)
  const isReturned = reasons.some((one) => one.part === 'ROW')
  const title = overlay.get(`title:${row.id}`)
  const remarks = overlay.get(`remarks:${row.id}`)
  const under = overlay.get(`subMission:${row.id}`)
  const heading = under?.text ?? line.heading
  const kind = (overlay.get(`kind:${row.id}`)?.text as typeof row.kind | undefined) ?? row.kind
  const shownTitle = title?.unreadable?.text ?? title?.text ?? row.title
  const whyOf = (over: Over | undefined) => over?.unreadable && t.plan.unread[over.unreadable.why]
  const budgets: Budget[] = years.map((be) => {
    const cell = row.budgets.find((one) => one.fiscalYear.be === be)
    return (cell && (overlay.get(`budget:${cell.id}`)?.budget ?? cell)) ?? UNKNOWN
  })

  const at = (column: number, className: string) => ({
    role: 'gridcell',
    'aria-colindex': column + 1,
    'data-line': line.at,
    'data-column': column,
    tabIndex: -1,
    className,
  })
  return (
    <>
      <th
        {...at(columns.title, withFresh(isReturned ? 'title returned' : 'title', title))}
        scope="row"
        role="rowheader"
      >
        {heading && (
          <span className="sub-mission" lang="th">
            {n(heading)}
            {under?.state && <SaveMark state={under.state} />}
          </span>
        )}
        {mayEdit && gate.isWhole && (
          <span className="handle no-print" aria-hidden="true" title={t.plan.drag} />
        )}
        <span className="number">{n(row.number)}.</span> {shownTitle}{' '}
        {!shownTitle.startsWith(t.kinds[kind]) && <KindMark kind={kind} />}
        {title?.state && <SaveMark state={title.state} why={whyOf(title)} />}
        {reasons.map((one) => (
          <span key={one.id} className="row-reason">
            {t.steps.returnedHere}
            {one.fiscalYear && ` ${t.fiscalYear(n(one.fiscalYear.be))}`}: {one.reason}
          </span>
        ))}
      </th>
      {years.map((be, index) => {
        const column = columns.firstYear + index
        const cell = row.budgets.find((one) => one.fiscalYear.be === be)
        const over = cell && overlay.get(`budget:${cell.id}`)
        const isOpen = mayEdit && gate.isOpen(row.id, be)
        const isBack = isReturned || reasons.some((one) => one.fiscalYear?.be === be)
        const gated = isOpen ? (isBack ? 'returned' : '') : 'locked'
        return (
          <td
            key={be}
            {...at(column, withFresh(`figure budget ${gated} ${over?.state ?? ''}`, over))}
            aria-invalid={over?.state === 'invalid' || undefined}
            aria-readonly={!isOpen || undefined}
          >
            {over?.state && <SaveMark state={over.state} why={whyOf(over)} />}
            {over?.unreadable ? (
              <span className="unreadable">{over.unreadable.text}</span>
            ) : (
              <BudgetFigure budget={budgets[index]!} />
            )}
          </td>
        )
      })}
      <td {...at(columns.total, 'figure total')} aria-readonly>
        <BudgetFigure budget={sumOf(budgets)} />
      </td>
      <td {...at(columns.remarks, withFresh('remarks', remarks))}>
        {remarks?.unreadable?.text ?? remarks?.text ?? row.remarks}
        {remarks?.state && <SaveMark state={remarks.state} why={whyOf(remarks)} />}
      </td>
    </>
  )
}

const withFresh = (className: string, over: Over | undefined) =>
  over?.isFresh ? `${className} fresh` : className

const UNKNOWN: Budget = { state: 'UNSTATED', amount: null }
