/** One row of the sheet: the plan's words, and the cells to fill in. */
import { memo, useState, type KeyboardEvent } from 'react'
import { parseBudget, UNSTATED, type Budget } from '../../parts/budget'
import type { DraftState } from '../../parts/draft'
import { Icon } from '../../parts/Icon'
import { BudgetFigure } from '../../parts/Marks'
import { useReader } from '../../parts/reader'
import { STATUSES, withStatus, type Entry, type Row } from './reporting'

export type MoneyColumn = 'ordinance' | 'disbursed'

interface SheetLineProps {
  row: Row
  entry: Entry
  /** Of what is typed here and not yet with the server. */
  state: DraftState | undefined
  mayEdit: boolean
  mayUnlock: boolean
  ordinanceWord: string
  /** What stands in a cell of money and was not left yet, or cannot be read. */
  typedOrdinance: string | undefined
  typedDisbursed: string | undefined
  onType: (row: Row, column: MoneyColumn, text: string | null) => void
  onSet: (row: Row, entry: Entry) => void
  onOpen: (status?: Entry['status']) => void
  onUnlock: () => void
}

/** The field of the same column in the next row that has one open gets the focus. */
function goTo(from: HTMLElement, step: 1 | -1) {
  const cell = from.closest('td')
  if (!cell) return
  const next = (line: Element | null | undefined) =>
    step === 1 ? line?.nextElementSibling : line?.previousElementSibling
  for (let line = next(cell.parentElement); line; line = next(line)) {
    const there = line.children[cell.cellIndex]?.querySelector<HTMLElement>(
      'input:enabled, select:enabled',
    )
    if (there) return there.focus()
  }
}

const KEYS: Record<string, Entry['status']> = {
  '0': 'NONE_YET',
  '1': 'IN_PROGRESS',
  '2': 'DONE',
  '3': 'CANNOT',
  '๐': 'NONE_YET',
  '๑': 'IN_PROGRESS',
  '๒': 'DONE',
  '๓': 'CANNOT',
}

export const SheetLine = memo(function SheetLine(props: SheetLineProps) {
  const { row, entry, state, mayEdit, mayUnlock, ordinanceWord } = props
  const { typedOrdinance, typedDisbursed, onType, onSet, onOpen, onUnlock } = props
  const { t, n } = useReader()
  const columns = t.reporting.columns
  const isOpen = mayEdit && !row.isLocked
  const choose = (status: Entry['status']) => {
    // These two ask at once: for a reason, and for the amounts before the year is closed.
    if (status === 'CANNOT' || status === 'DONE') onOpen(status)
    else onSet(row, withStatus(entry, status))
  }
  const onStatusKey = (event: KeyboardEvent<HTMLSelectElement>) => {
    const status = KEYS[event.key]
    if (status) {
      event.preventDefault()
      choose(status)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      goTo(event.currentTarget, event.shiftKey ? -1 : 1)
    }
  }
  const paid: Budget =
    entry.disbursed == null ? UNSTATED : { state: 'AMOUNT', amount: entry.disbursed }
  return (
    <tr className={row.isCounted ? undefined : 'left-out'}>
      <th scope="row">
        <span className="soft small">
          {n(row.missionCode)} · {n(row.number)}
        </span>
        <span lang="th">{row.title}</span>
        {!row.isCounted && (
          <span className="report-mark">
            <Icon name="alert" size={15} /> {t.reporting.leftOut}
            {row.leftOutBecause && <span lang="th">: {row.leftOutBecause}</span>}
          </span>
        )}
        {row.warnings.map((one) => (
          <span key={one} className="report-mark">
            <Icon name="info" size={15} /> {t.reporting.warnings[one]}
          </span>
        ))}
      </th>
      <td className="figure" data-label={columns.planned}>
        <BudgetFigure budget={{ ...row.planned, amount: row.planned.amount ?? null }} />
      </td>
      <td data-label={columns.inOrdinance(ordinanceWord)}>
        <select
          aria-label={`${columns.inOrdinance(ordinanceWord)}: ${row.title}`}
          value={entry.inOrdinance}
          disabled={!isOpen}
          onChange={(event) =>
            onSet(row, { ...entry, inOrdinance: event.currentTarget.value as Entry['inOrdinance'] })
          }
        >
          {(['UNSTATED', 'YES', 'NO'] as const).map((one) => (
            <option key={one} value={one}>
              {t.reporting.inOrdinance[one]}
            </option>
          ))}
        </select>
      </td>
      <td className="figure" data-label={columns.ordinance(ordinanceWord)}>
        <Money
          label={`${columns.ordinance(ordinanceWord)}: ${row.title}`}
          typed={typedOrdinance ?? null}
          onType={(text) => onType(row, 'ordinance', text)}
          budget={{ ...entry.ordinance, amount: entry.ordinance.amount ?? null }}
          isOpen={isOpen}
          onChange={(ordinance) => onSet(row, { ...entry, ordinance })}
        />
      </td>
      <td className="figure" data-label={columns.disbursed}>
        <Money
          label={`${columns.disbursed}: ${row.title}`}
          typed={typedDisbursed ?? null}
          onType={(text) => onType(row, 'disbursed', text)}
          budget={paid}
          isOpen={isOpen}
          isAmountOnly
          onChange={({ amount }) => onSet(row, { ...entry, disbursed: amount })}
        />
      </td>
      <td data-label={columns.status}>
        <select
          className={`status ${entry.status}`}
          aria-label={`${columns.status}: ${row.title}`}
          value={entry.status}
          disabled={!isOpen}
          onKeyDown={onStatusKey}
          onChange={(event) => choose(event.currentTarget.value as Entry['status'])}
        >
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {t.reporting.statuses[status]}
            </option>
          ))}
        </select>
        {entry.cannotReason && (
          <span className="small soft">
            {entry.cannotText || t.reporting.reasons[entry.cannotReason]}
          </span>
        )}
      </td>
      <td>
        <button
          type="button"
          className="head-button"
          aria-label={t.reporting.edit(row.title)}
          onClick={() => onOpen()}
        >
          <Icon name={entry.evidenceLinks.length ? 'link' : entry.note ? 'note' : 'more'} />
        </button>
        {row.evidence.length > 0 && (
          <span className="small soft">{t.reporting.files(n(row.evidence.length))}</span>
        )}
        {row.isLocked && (
          <span className="report-mark">
            <Icon name="lock" size={15} />{' '}
            {row.isCarried ? n(t.reporting.carried) : t.reporting.locked}
          </span>
        )}
        {row.isLocked && mayUnlock && (
          <button type="button" className="quiet-button" onClick={onUnlock}>
            {t.reporting.unlock}
          </button>
        )}
        <span className="small soft">{state && t.parts.save[state]}</span>
      </td>
    </tr>
  )
})

interface MoneyProps {
  label: string
  /** What is being typed; null while the cell shows what is kept. */
  typed: string | null
  onType: (text: string | null) => void
  budget: Budget
  isOpen: boolean
  isAmountOnly?: boolean
  onChange: (budget: Budget) => void
}

export function Money(props: MoneyProps) {
  const { label, typed, onType, budget, isOpen, isAmountOnly, onChange } = props
  const { t, budget: write } = useReader()
  const kept = write(budget)
  /** Why what was typed cannot stand. */
  const [wrong, setWrong] = useState(() => (typed === null ? null : t.leftTyped))
  const leave = () => {
    onType(null)
    setWrong(null)
  }
  const commit = () => {
    if (typed === null || typed === kept) return leave()
    const { budget: read, why } = parseBudget(typed)
    if (why === 'tooLarge') return setWrong(t.plan.unread.tooLarge)
    if (!read || (isAmountOnly && read.state === 'NONE')) return setWrong(t.reporting.unread)
    leave()
    onChange(read)
  }
  return (
    <>
      <input
        aria-label={label}
        aria-invalid={wrong !== null || undefined}
        autoComplete="off"
        inputMode="decimal"
        value={typed ?? kept}
        disabled={!isOpen}
        onChange={(event) => onType(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave()
          const step =
            event.key === 'ArrowDown' || (event.key === 'Enter' && !event.shiftKey)
              ? 1
              : event.key === 'ArrowUp' || event.key === 'Enter'
                ? -1
                : null
          if (step) {
            event.preventDefault()
            commit()
            goTo(event.currentTarget, step)
          }
        }}
      />
      {wrong && <span className="report-mark">{wrong}</span>}
    </>
  )
}
