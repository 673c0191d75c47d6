/** The way out of the review: what is still open, then accept; or set the document aside. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { AskError } from '../../../parts/ask'
import { Dialog } from '../../../parts/Dialog'
import { Icon } from '../../../parts/Icon'
import { Failed, Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { isOpen, useAccept, useDiscard, type Finding, type ReadDocument } from '../documents'

interface AcceptBarProps {
  document: ReadDocument
  findings: Finding[]
  /** Why the last correction or explanation was refused: said where it is in sight. */
  settleError: Error | null
  onShow: (finding: Finding) => void
}

export function AcceptBar({ document, findings, settleError, onShow }: AcceptBarProps) {
  const { t, n } = useReader()
  const [, navigate] = useLocation()
  const accept = useAccept(document)
  const discard = useDiscard(document.id)
  const [isReplacing, setReplacing] = useState(false)
  const [isDiscarding, setDiscarding] = useState(false)
  const open = findings.filter(isOpen)
  const count = (severity: string) => n(open.filter((one) => one.severity === severity).length)
  /** The promise, since this bar goes as soon as the page hears that the document is accepted. */
  const send = (replaceDraft: boolean) =>
    void accept.mutateAsync(replaceDraft).then(
      () => navigate('/plan'),
      (error: unknown) => {
        if (error instanceof AskError && error.failure.code === 'DRAFT_EXISTS') setReplacing(true)
      },
    )
  const isDraftThere =
    accept.error instanceof AskError && accept.error.failure.code === 'DRAFT_EXISTS'
  return (
    <div className="accept-bar no-print">
      {settleError && <SettleFailed error={settleError} />}
      <div role="status" className="row">
        <span className={open.length ? 'tag attention' : 'tag'}>
          <Icon name={open.length ? 'alert' : 'check'} size={16} />
          {n(open.length)}
        </span>
        <span>
          {open.length ? t.intake.stillOpen(count('CRITICAL'), count('ERROR')) : t.intake.ready}
        </span>
        {open[0] && (
          <button type="button" className="quiet-button" onClick={() => onShow(open[0]!)}>
            {t.intake.firstOpen}
          </button>
        )}
      </div>
      <div className="row">
        <Button variant="default" onClick={() => setDiscarding(true)}>
          {t.intake.discard}
        </Button>
        <Button
          disabled={open.length > 0}
          loading={accept.isPending}
          onClick={() => send(false)}
          leftSection={<Icon name="check" />}
        >
          {t.intake.accept}
        </Button>
      </div>
      {accept.isError && !isDraftThere && <Failed error={accept.error} />}
      <Dialog isOpen={isReplacing} onClose={() => setReplacing(false)} title={t.intake.draftExists}>
        <div className="stack">
          <p>{t.intake.draftExistsNote}</p>
          <div className="row">
            <Button loading={accept.isPending} onClick={() => send(true)}>
              {t.intake.replace}
            </Button>
            <Button variant="default" onClick={() => setReplacing(false)}>
              {t.cancel}
            </Button>
          </div>
        </div>
      </Dialog>
      <Dialog isOpen={isDiscarding} onClose={() => setDiscarding(false)} title={t.intake.discard}>
        <div className="stack">
          <p>{t.intake.discardNote}</p>
          {discard.isError && <Failed error={discard.error} />}
          <div className="row">
            <Button loading={discard.isPending} onClick={() => discard.mutate()}>
              {t.intake.discardSure}
            </Button>
            <Button variant="default" onClick={() => setDiscarding(false)}>
              {t.cancel}
            </Button>
          </div>
        </div>
      </Dialog>
    </div>
  )
}

function SettleFailed({ error }: { error: Error }) {
  const { t } = useReader()
  const isStale = error instanceof AskError && error.failure.code === 'CONFLICT'
  if (!isStale) return <Failed error={error} />
  return <Notice title={t.intake.stale} icon="alert" attention announce />
}
