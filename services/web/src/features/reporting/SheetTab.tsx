/** The sheet of a round: what it comes to, the table to enter, copying, Excel, submitting. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Icon } from '../../parts/Icon'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { Scroller } from '../../parts/Scroller'
import { useMay } from '../session/viewer'
import { EntryDialog } from './EntryDialog'
import { EvidencePart } from './Evidence'
import { Figures } from './Figures'
import { inputOf, type Row, type Sheet } from './reporting'
import { SheetLine } from './SheetLine'
import { SubmitReport } from './SubmitReport'
import { Transfer } from './Transfer'
import { UnlockDialog } from './UnlockDialog'
import type { Entries } from './useEntries'

interface Open {
  row: Row
  /** The status that was just chosen and is not saved before the dialog is. */
  status?: Row['entry']['status']
}

interface SheetTabProps {
  sheet: Sheet
  entries: Entries
}

export function SheetTab({ sheet, entries }: SheetTabProps) {
  const { t, n } = useReader()
  const mayEdit = useMay('REPORT_EDIT')
  const maySubmit = useMay('REPORT_SUBMIT')
  const [open, setOpen] = useState<Open | null>(null)
  const [locked, setLocked] = useState<Row | null>(null)
  const [isSubmitting, setSubmitting] = useState(false)
  const [told, setTold] = useState('')
  const columns = t.reporting.columns
  const shown = (row: Row) => entries.waiting[row.initiativeId]?.entry ?? row.entry
  const copyable = sheet.rows.filter(
    (row) => row.previous && row.version === 0 && !row.isLocked && !row.isCarried,
  )
  const copy = async () => {
    const given = copyable.map((row) => inputOf(row, row.previous!))
    setTold(t.reporting.copied(n(await entries.setMany(given))))
  }
  const waiting = Object.keys(entries.waiting).length
  /** The open row as it is now: beginning evidence makes its entry. */
  const openRow = open && (sheet.rows.find(isRow(open.row)) ?? open.row)
  return (
    <div className="stack">
      <Figures figures={sheet.figures} />
      <div className="row no-print">
        {mayEdit && copyable.length > 0 && (
          <Button variant="default" onClick={() => void copy()}>
            {t.reporting.copy}
          </Button>
        )}
        <Transfer sheet={sheet} entries={entries} mayEdit={mayEdit} onTold={setTold} />
        {maySubmit && (
          <Button
            leftSection={<Icon name="send" />}
            disabled={waiting > 0}
            onClick={() => setSubmitting(true)}
          >
            {t.reporting.submit}
          </Button>
        )}
        <span className="soft small" role="status">
          {waiting > 0 ? (entries.isOffline ? t.reporting.offline : t.reporting.saving) : told}
        </span>
      </div>
      {Object.entries(entries.refused).map(([id, refusal]) => {
        const row = sheet.rows.find((one) => one.initiativeId === id)
        const isConflict = refusal.code === 'CONFLICT'
        return (
          <Notice
            key={id}
            title={isConflict ? t.reporting.conflict : <Said refusal={refusal} />}
            icon="alert"
            attention
            announce
          >
            <p lang="th">{row?.title}</p>
            {isConflict && (
              <p>
                {t.reporting.mine}: {t.reporting.statuses[refusal.entry.status]}
              </p>
            )}
            <div className="row">
              {isConflict && (
                <Button size="sm" onClick={() => entries.insist(id)}>
                  {t.reporting.mine}
                </Button>
              )}
              <Button size="sm" variant="default" onClick={() => entries.drop(id)}>
                {t.reporting.theirs}
              </Button>
            </div>
          </Notice>
        )
      })}
      {mayEdit && <p className="soft small no-print">{n(t.reporting.keys)}</p>}
      <Scroller className="report-box" label={t.reporting.gridLabel}>
        <table className="report-table">
          <thead>
            <tr>
              <th scope="col">{columns.initiative}</th>
              <th scope="col">{columns.planned}</th>
              <th scope="col">{columns.inOrdinance(sheet.ordinanceWord)}</th>
              <th scope="col">{columns.ordinance(sheet.ordinanceWord)}</th>
              <th scope="col">{columns.disbursed}</th>
              <th scope="col">{columns.status}</th>
              <th scope="col">{columns.more}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.rows.map((row) => (
              <SheetLine
                key={row.initiativeId}
                row={row}
                entry={shown(row)}
                isWaiting={row.initiativeId in entries.waiting}
                mayEdit={mayEdit}
                mayUnlock={maySubmit}
                ordinanceWord={sheet.ordinanceWord}
                onSet={entries.set}
                onOpen={(status) => setOpen({ row, status })}
                onUnlock={() => setLocked(row)}
              />
            ))}
          </tbody>
        </table>
      </Scroller>
      {openRow && (
        <EntryDialog
          key={openRow.initiativeId}
          row={openRow}
          entry={shown(openRow)}
          status={open.status}
          mayEdit={mayEdit && !openRow.isLocked}
          onClose={() => setOpen(null)}
          onSave={(entry) => {
            entries.set(openRow, entry)
            setOpen(null)
          }}
        >
          <EvidencePart
            row={openRow}
            mayAttach={mayEdit && !(openRow.isLocked && sheet.reports.length > 0)}
            isWaiting={openRow.initiativeId in entries.waiting}
            onBegin={() => entries.set(openRow, shown(openRow))}
          />
        </EntryDialog>
      )}
      <UnlockDialog sheet={sheet} row={locked} onClose={() => setLocked(null)} />
      <SubmitReport sheet={sheet} isOpen={isSubmitting} onClose={() => setSubmitting(false)} />
    </div>
  )
}

const isRow = (row: Row) => (one: Row) => one.initiativeId === row.initiativeId

function Said({ refusal }: { refusal: { messageTh: string; messageEn: string } }) {
  const { told } = useReader()
  return <>{told(refusal)}</>
}
