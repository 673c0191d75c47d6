/** The sheet of a round: what it comes to, the table to enter, copying, Excel, submitting. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { Icon } from '../../parts/Icon'
import { Failed } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { useTyped } from '../../parts/useTyped'
import type { DraftState } from '../../parts/draft'
import { Scroller } from '../../parts/Scroller'
import { DraftChoice } from '../plan/parts/DraftMark'
import { useMay } from '../session/viewer'
import { EntryDialog } from './EntryDialog'
import { EvidencePart } from './Evidence'
import { Figures } from './Figures'
import { inputOf, wordsOf, type Row, type Sheet } from './reporting'
import { SheetLine, type MoneyColumn } from './SheetLine'
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
  const reader = useReader()
  const { t, n } = reader
  const mayEdit = useMay('REPORT_EDIT')
  const maySubmit = useMay('REPORT_SUBMIT')
  const [open, setOpen] = useState<Open | null>(null)
  const [locked, setLocked] = useState<Row | null>(null)
  const [isSubmitting, setSubmitting] = useState(false)
  const [told, setTold] = useState('')
  const columns = t.reporting.columns
  const shown = (row: Row) => entries.open.get(row.initiativeId)?.picture.value ?? row.entry
  const copyable = sheet.rows.filter(
    (row) => row.previous && row.version === 0 && !row.isLocked && !row.isCarried,
  )
  const copy = async () => {
    const given = copyable.map((row) => inputOf(row, row.previous!))
    setTold(t.reporting.copied(n(await entries.setMany(given))))
  }
  const typed = useTyped(`report ${sheet.fiscalYear.be} ${sheet.round}`, NOTHING)
  const putTyped = typed.set
  const onType = useCallback(
    (row: Row, column: MoneyColumn, text: string | null) =>
      putTyped((before) => {
        const { [`${row.initiativeId} ${column}`]: _, ...rest } = before
        return text === null ? rest : { ...rest, [`${row.initiativeId} ${column}`]: text }
      }),
    [putTyped],
  )
  const begin = useMutation({
    mutationFn: (row: Row) => entries.setMany([inputOf(row, shown(row))]),
  })
  const states = [...entries.open.values()].map((draft) => draft.picture.state)
  const state = WORST.find((one) => states.includes(one))
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
            disabled={states.length > 0}
            onClick={() => setSubmitting(true)}
          >
            {t.reporting.submit}
          </Button>
        )}
        <span className="soft small" role="status">
          {state ? t.parts.save[state] : told}
        </span>
      </div>
      {sheet.rows.map((row) => {
        const draft = entries.open.get(row.initiativeId)
        return (
          draft && (
            <DraftChoice
              key={row.initiativeId}
              of={row.title}
              draft={draft}
              inWords={(entry) => wordsOf(entry, sheet.ordinanceWord, reader)}
            />
          )
        )
      })}
      {begin.isError && <Failed error={begin.error} />}
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
                state={entries.open.get(row.initiativeId)?.picture.state}
                mayEdit={mayEdit}
                mayUnlock={maySubmit}
                ordinanceWord={sheet.ordinanceWord}
                typedOrdinance={typed.value[`${row.initiativeId} ordinance`]}
                typedDisbursed={typed.value[`${row.initiativeId} disbursed`]}
                onType={onType}
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
          asked={`progress ${sheet.fiscalYear.be} ${sheet.round} ${openRow.initiativeId}`}
          row={openRow}
          entry={shown(openRow)}
          status={open.status}
          mayEdit={mayEdit && !openRow.isLocked}
          onClose={() => setOpen(null)}
          onSave={(entry, version) => {
            entries.set(openRow, entry, version)
            setOpen(null)
          }}
        >
          <EvidencePart
            row={openRow}
            mayAttach={mayEdit && !(openRow.isLocked && sheet.reports.length > 0)}
            isWaiting={begin.isPending || entries.open.has(openRow.initiativeId)}
            onBegin={() => begin.mutate(openRow)}
          />
        </EntryDialog>
      )}
      <UnlockDialog sheet={sheet} row={locked} onClose={() => setLocked(null)} />
      <SubmitReport sheet={sheet} isOpen={isSubmitting} onClose={() => setSubmitting(false)} />
    </div>
  )
}

/** By row and column. */
const NOTHING: Record<string, string> = {}

/** Of what is not saved, that first which needs a hand. */
const WORST: DraftState[] = ['conflict', 'refused', 'signedOut', 'offline', 'saving', 'typing']

const isRow = (row: Row) => (one: Row) => one.initiativeId === row.initiativeId
