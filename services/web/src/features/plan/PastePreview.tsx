/** What a paste would do, before it does: old → new, rows added, and what cannot be taken. */
import { Button, NativeSelect } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Choices } from '../../parts/Choices'
import { Dialog } from '../../parts/Dialog'
import { BudgetFigure } from '../../parts/Marks'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import type { Wanted } from './edits/queue'
import { budgetWanted, type EditHand } from './edits/useEdits'
import { columnsFor, type Line } from './grid/layout'
import { planPaste, type AddedRow, type Planned } from './grid/paste'
import type { Kind } from './grid/titles'
import type { PastedBlock } from './grid/useClipboard'
import { KINDS } from './kinds'
import type { NewRow } from './rowActions'
import { RowsFailed } from './Toolbar'

/** What the officer confirmed: rows that change, and rows that come after the last of a mission. */
export interface Confirmed {
  set: Wanted[]
  add: { missionCode: string; rows: NewRow[]; position: number } | null
}

interface PastePreviewProps {
  pasted: PastedBlock
  edits: EditHand
  /** Why the last try was refused; nothing was put in. */
  failed: Error | null
  onConfirm: (confirmed: Confirmed) => void
  onClose: () => void
}

const MOST_ADDED = 200

export function PastePreview(props: PastePreviewProps) {
  const { pasted, edits, failed, onConfirm, onClose } = props
  const { lines, years } = pasted
  const { t, n } = useReader()
  const columns = useMemo(() => columnsFor(years.length), [years.length])
  const start = lines[pasted.block.top]
  const hasTitles = pasted.block.left === columns.title && pasted.texts[0]!.length > 1
  const [mode, setMode] = useState<'new' | 'over'>(start?.row && !hasTitles ? 'over' : 'new')
  const [kind, setKind] = useState<Kind | ''>('')
  const planned = useMemo(
    () =>
      planPaste(pasted.texts, {
        block: pasted.block,
        lines,
        columns,
        years,
        asNew: mode === 'new',
      }),
    [pasted, lines, years, mode, columns],
  )
  const changes = changesOf(planned, edits)
  const needsKind = planned.added.some((row) => row.kind === null)
  const isTooLong = planned.added.length > MOST_ADDED
  const isNothing = !changes.length && !planned.added.length
  const canConfirm =
    !planned.refused.length && !isTooLong && !isNothing && !(needsKind && kind === '')
  const confirm = () =>
    onConfirm({
      set: changes.map((change) => change.wanted),
      add:
        planned.added.length && start
          ? {
              missionCode: start.mission.code,
              rows: planned.added.map((row) => newRow(row, kind)),
              position: positionOf(start, lines, mode),
            }
          : null,
    })
  return (
    <Dialog isOpen onClose={onClose} title={t.plan.paste.title} look="wide">
      <div className="stack paste-preview">
        {hasTitles && start?.row && (
          <Choices
            label={t.plan.paste.how}
            value={mode}
            look="row"
            options={[
              ['new', t.plan.paste.asNew],
              ['over', t.plan.paste.over],
            ]}
            onChange={setMode}
          />
        )}
        {planned.refused.length > 0 && <RefusedList planned={planned} />}
        {isTooLong && <Notice title={t.plan.paste.tooMany(n(MOST_ADDED))} icon="alert" attention />}
        {failed && <RowsFailed error={failed} />}
        {isNothing && !planned.refused.length && <p>{t.plan.paste.nothing}</p>}
        {planned.added.length > 0 && (
          <section className="stack">
            <h3>{t.plan.paste.added(n(planned.added.length), n(start?.mission.code ?? ''))}</h3>
            {needsKind && (
              <NativeSelect
                label={t.plan.paste.kindOfRest}
                value={kind}
                onChange={(event) => setKind(event.currentTarget.value as Kind | '')}
                data={[
                  { value: '', label: t.plan.paste.choose },
                  ...KINDS.map((value) => ({ value, label: t.kinds[value] })),
                ]}
              />
            )}
            <AddedTable rows={planned.added} years={years} kind={kind} />
          </section>
        )}
        {changes.length > 0 && (
          <section className="stack">
            <h3>{t.plan.paste.changed(n(changes.length))}</h3>
            <ChangeTable changes={changes} />
          </section>
        )}
        <div className="row dialog-end">
          <Button disabled={!canConfirm} onClick={confirm}>
            {t.plan.paste.confirm}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

interface Change {
  title: string
  be: number | null
  before: Wanted
  wanted: Wanted
}

/** What differs from what is shown now. */
function changesOf(planned: Planned, edits: EditHand): Change[] {
  const all = [
    ...planned.cells.map(({ row, cell, budget }) => ({
      title: row.title,
      be: cell.fiscalYear.be,
      wanted: budgetWanted(cell.id, budget),
    })),
    ...planned.texts.map(({ row, of, text }) => ({
      title: row.title,
      be: null,
      wanted: { of, id: row.id, text } as Wanted,
    })),
  ]
  return all.flatMap((one) => {
    const before = edits.current(one.wanted)
    return before && !edits.isSame(before, one.wanted) ? [{ ...one, before }] : []
  })
}

function newRow(row: AddedRow, kind: Kind | ''): NewRow {
  return {
    title: row.title,
    kind: row.kind ?? (kind as Kind),
    remarks: row.remarks,
    budgets: row.budgets.map(({ be, budget }) => ({ fiscalYear: be, ...budget })),
  }
}

/** New rows stand below the row where the paste begins; what runs over it, after its mission. */
function positionOf(start: Line, lines: readonly Line[], mode: 'new' | 'over'): number {
  const own = lines.filter((line) => line.mission.code === start.mission.code && line.row)
  if (!start.row) return 1
  return mode === 'new' ? start.row.number + 1 : (own.at(-1)?.row?.number ?? 0) + 1
}

function RefusedList({ planned: { refused } }: { planned: Planned }) {
  const { t, n } = useReader()
  return (
    <Notice title={t.plan.pasteRefused} icon="alert" attention announce>
      <p>{t.plan.pasteRefusedNote(n(refused.length))}</p>
      <ul className="plain refused-list">
        {refused.map(({ line, be, text, why }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the list never changes
          <li key={index}>
            <strong>“{text}”</strong>{' '}
            <span className="soft">
              {line?.row ? `${n(line.mission.code)} ${line.row.title}` : ''}{' '}
              {be && t.fiscalYear(n(be))}
            </span>{' '}
            {t.plan.unread[why]}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

interface AddedTableProps {
  rows: AddedRow[]
  years: readonly number[]
  kind: Kind | ''
}

function AddedTable({ rows, years, kind }: AddedTableProps) {
  const { t, n } = useReader()
  return (
    <div className="table-box">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t.plan.kind}</th>
            <th scope="col">{t.plan.columns.initiative}</th>
            {years.map((be) => (
              <th key={be} scope="col">
                {t.fiscalYear(n(be))}
              </th>
            ))}
            <th scope="col">{t.plan.columns.remarks}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const shown = row.kind ?? kind
            return (
              // oxlint-disable-next-line react/no-array-index-key -- the list never changes
              <tr key={index}>
                <td>{shown ? t.kinds[shown] : '?'}</td>
                <th scope="row">{row.title}</th>
                {years.map((be) => (
                  <td key={be} className="figure">
                    <BudgetFigure
                      budget={
                        row.budgets.find((one) => one.be === be)?.budget ?? {
                          state: 'UNSTATED',
                          amount: null,
                        }
                      }
                    />
                  </td>
                ))}
                <td>{row.remarks}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function ChangeTable({ changes }: { changes: Change[] }) {
  const { t, n } = useReader()
  return (
    <div className="table-box">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t.plan.columns.initiative}</th>
            <th scope="col">{t.plan.paste.what}</th>
            <th scope="col">{t.plan.paste.before}</th>
            <th scope="col">{t.plan.paste.after}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ title, be, before, wanted }) => (
            <tr key={`${wanted.of}:${wanted.id}`}>
              <th scope="row">{title}</th>
              <td>
                {be
                  ? t.fiscalYear(n(be))
                  : t.plan.columns[wanted.of === 'remarks' ? 'remarks' : 'initiative']}
              </td>
              <td className="figure">
                <Shown wanted={before} />
              </td>
              <td className="figure">
                <strong>
                  <Shown wanted={wanted} />
                </strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Shown({ wanted }: { wanted: Wanted }) {
  const { t } = useReader()
  if (wanted.of === 'budget') return <BudgetFigure budget={wanted.budget} />
  return wanted.of === 'kind' ? t.kinds[wanted.kind] : wanted.text || '–'
}
