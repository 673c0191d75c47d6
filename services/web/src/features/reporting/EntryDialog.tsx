/** The whole entry of one row: a reason, remarks, links; and the amounts before it is closed. */
import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { UNSTATED } from '../../parts/budget'
import { Dialog } from '../../parts/Dialog'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { withStatus, type Entry, type Row } from './reporting'
import { Money } from './SheetLine'

interface EntryDialogProps {
  row: Row
  entry: Entry
  status?: Entry['status']
  mayEdit: boolean
  /** The evidence below the entry. */
  children: ReactNode
  onClose: () => void
  onSave: (entry: Entry) => void
}

const REASONS = ['NO_BUDGET', 'POLICY_CHANGED', 'TOO_FEW_STAFF', 'OTHER'] as const

export function EntryDialog(props: EntryDialogProps) {
  const { row, entry, status, mayEdit, children, onClose, onSave } = props
  const { t } = useReader()
  const [draft, setDraft] = useState(() => withStatus(entry, status ?? entry.status))
  const [links, setLinks] = useState(entry.evidenceLinks.join('\n'))
  const isReady =
    draft.status !== 'CANNOT' ||
    (draft.cannotReason && (draft.cannotReason !== 'OTHER' || draft.cannotText.trim()))
  const change = (changes: Partial<Entry>) => setDraft((before) => ({ ...before, ...changes }))
  return (
    <Dialog isOpen onClose={onClose} title={t.reporting.statuses[draft.status]}>
      <form
        className="stack report-form"
        onSubmit={(event) => {
          event.preventDefault()
          onSave({ ...draft, evidenceLinks: links.split(/\s+/).filter(Boolean) })
        }}
      >
        <p lang="th">{row.title}</p>
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
            onChange={(event) => setLinks(event.currentTarget.value)}
          />
        </label>
        <LinkList links={draft.evidenceLinks} />
        <div className="row">
          {mayEdit && (
            <Button type="submit" disabled={!isReady}>
              {t.reporting.save}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
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
