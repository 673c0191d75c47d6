/** Giving an amendment up: says what is lost, and asks first. */
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../../parts/Dialog'
import { Failed, Loading, Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { DiffSummary } from '../diff/DiffView'
import { usePlanChanges } from '../diff/PlanChanges'
import type { Edits } from '../edits/useEdits'
import type { Plan } from '../plan'
import { useStep } from '../steps/useStep'
import { nameOf } from './words'

interface CancelDialogProps {
  plan: Plan
  edits: Edits
  onClose: () => void
  onCancelled: () => void
}

export function CancelDialog({ plan, edits, onClose, onCancelled }: CancelDialogProps) {
  const reader = useReader()
  const { t, n } = reader
  const [isSure, setSure] = useState(false)
  const step = useStep(plan)
  const isUnsaved = edits.picture.waiting > 0
  return (
    <Dialog isOpen onClose={onClose} title={t.amendment.cancelTitle} look="wide">
      <div className="stack">
        {plan.amendment && (
          <p>
            <strong>{nameOf(reader, plan.amendment)}</strong>:{' '}
            <span lang="th">{plan.amendment.reason}</span>
          </p>
        )}
        <p>{t.amendment.cancelLead(n(plan.revisions[0]?.number ?? ''))}</p>
        <Lost version={plan.version} />
        <p className="soft">{t.amendment.cancelKept}</p>
        {isUnsaved && <Notice title={t.amendment.cancelWaits} icon="saving" attention />}
        {step.isError && <Failed error={step.error} />}
        <Checkbox
          label={t.amendment.cancelSure}
          checked={isSure}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
        <div className="row">
          <Button
            color="ember"
            disabled={!isSure || isUnsaved}
            loading={step.isPending}
            onClick={() => step.mutate({ do: 'cancelAmendment' }, { onSuccess: onCancelled })}
          >
            {t.amendment.cancel}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.amendment.keep}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function Lost({ version }: { version: number }) {
  const { t } = useReader()
  const changes = usePlanChanges(version)
  if (changes.isError) return <Failed error={changes.error} />
  const diff = changes.data?.changes
  if (!diff) return <Loading />
  if (diff.isEmpty) return <Notice title={t.amendment.cancelNothing} icon="check" />
  return (
    <Notice title={t.amendment.cancelLost} icon="alert" attention>
      <DiffSummary diff={diff} />
    </Notice>
  )
}
