/** The whole entry of one row: a reason, remarks, links; and the amounts before it is closed. */
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { UNSTATED } from '../../parts/budget'
import { Dialog } from '../../parts/Dialog'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { giveUp, useTyped } from '../../parts/useTyped'
import { withStatus, type Entry, type Row } from './reporting'
import { Money } from './SheetLine'

interface EntryDialogProps {
  /** Under this it is kept until it is saved or given up. */
  asked: string
  row: Row
  entry: Entry
  status?: Entry['status']
  mayEdit: boolean
  /** The evidence below the entry. */
  children: ReactNode
  onClose: () => void
  onSave: (entry: Entry, version: number) => void
}

const REASONS = ['NO_BUDGET', 'POLICY_CHANGED', 'TOO_FEW_STAFF', 'OTHER'] as const

export function EntryDialog(props: EntryDialogProps) {
  const { asked, row, entry, status, mayEdit, children, onClose, onSave } = props
  const { t } = useReader()
  const typed = useTyped(`${asked} ${status ?? ''}`, {
    draft: withStatus(entry, status ?? entry.status),
    links: entry.evidenceLinks.join('\n'),
    version: row.version,
    paid: null as string | null,
  })
  const { draft, links, version, paid } = typed.value
  const isReady =
    draft.status !== 'CANNOT' ||
    (draft.cannotReason && (draft.cannotReason !== 'OTHER' || draft.cannotText.trim()))
  const change = (changes: Partial<Entry>) =>
    typed.set((before) => ({ ...before, draft: { ...before.draft, ...changes } }))
  return (
    <Dialog isOpen onClose={onClose} title={t.reporting.statuses[draft.status]}>
      <form
        className="stack report-form"
        onSubmit={(event) => {
          event.preventDefault()
          typed.drop()
          onSave({ ...draft, evidenceLinks: links.split(/\s+/).filter(Boolean) }, version)
        }}
      >
        <p lang="th">{row.title}</p>
        {typed.isLeft && <Notice title={t.leftTyped} icon="note" />}
        {draft.status === 'CANNOT' && (
          <fieldset className="plain-fieldset" disabled={!mayEdit}>
            <legend>{t.reporting.reason}</legend>
            {REASONS.map((reason, at) => (
              <label key={reason} className="report-radio">
                <input
                  type="radio"
                  name="reason"
                  // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog is there for this
                  autoFocus={at === 0 && draft.cannotReason == null}
                  checked={draft.cannotReason === reason}
                  onChange={() => change({ cannotReason: reason })}
                />
                {t.reporting.reasons[reason]}
              </label>
            ))}
            <label>
              {t.reporting.reasonText}
              <textarea
                rows={2}
                maxLength={2000}
                required={draft.cannotReason === 'OTHER'}
                value={draft.cannotText}
                onChange={(event) => change({ cannotText: event.currentTarget.value })}
              />
            </label>
          </fieldset>
        )}
        {draft.status === 'DONE' && mayEdit && (
          <>
            <Notice title={t.reporting.doneNote} icon="lock" />
            <label>
              {t.reporting.columns.disbursed}
              <Money
                label={t.reporting.columns.disbursed}
                typed={paid}
                onType={(text) => typed.set((before) => ({ ...before, paid: text }))}
                budget={
                  draft.disbursed == null ? UNSTATED : { state: 'AMOUNT', amount: draft.disbursed }
                }
                isOpen
                isAmountOnly
                onChange={({ amount }) => change({ disbursed: amount })}
              />
            </label>
          </>
        )}
        <label>
          {t.reporting.note}
          <textarea
            rows={3}
            maxLength={2000}
            readOnly={!mayEdit}
            value={draft.note}
            onChange={(event) => change({ note: event.currentTarget.value })}
          />
        </label>
        <label>
          {t.reporting.links}
          <textarea
            rows={2}
            readOnly={!mayEdit}
            value={links}
            onChange={(event) => {
              const text = event.currentTarget.value
              typed.set((before) => ({ ...before, links: text }))
            }}
          />
        </label>
        <LinkList links={draft.evidenceLinks} />
        <div className="row">
          {mayEdit && (
            <Button type="submit" disabled={!isReady}>
              {t.reporting.save}
            </Button>
          )}
          <Button variant="default" onClick={() => giveUp(typed, onClose)}>
            {t.cancel}
          </Button>
        </div>
      </form>
      {children}
    </Dialog>
  )
}

/** Elsewhere on the net: opened apart, and told nothing of where one came from. */
export function LinkList({ links }: { links: readonly string[] }) {
  const safe = links.filter((link) => link.startsWith('https://'))
  if (!safe.length) return null
  return (
    <ul className="plain">
      {safe.map((link) => (
        <li key={link}>
          <a href={link} target="_blank" rel="noopener noreferrer nofollow">
            {link}
          </a>
        </li>
      ))}
    </ul>
  )
}
