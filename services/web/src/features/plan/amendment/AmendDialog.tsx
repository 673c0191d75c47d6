/** What an amendment says of itself: asked for when it is opened, and said anew while it is open. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { AmendmentKind } from '../../../gql/graphql'
import { AskError } from '../../../parts/ask'
import { Choices } from '../../../parts/Choices'
import { Dialog } from '../../../parts/Dialog'
import { Failed, Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import type { Plan } from '../plan'
import { ThaiDay } from '../../../parts/ThaiDay'
import { useStep, type Facts } from '../steps/useStep'
import { citedOf, nameOf } from './words'

const KINDS: AmendmentKind[] = ['CHANGE', 'ADD', 'CORRECT']

interface AmendDialogProps {
  plan: Plan
  onClose: () => void
  onOpened?: () => void
}

export function AmendDialog({ plan, onClose, onOpened }: AmendDialogProps) {
  const reader = useReader()
  const { t, n } = reader
  const step = useStep(plan)
  const { amendment } = plan
  const put = (facts: Facts) =>
    step.mutate(
      amendment
        ? { do: 'setAmendment', seen: { id: amendment.id, version: amendment.version }, facts }
        : { do: 'openAmendment', facts },
      {
        onSuccess: () => {
          if (!amendment) onOpened?.()
          onClose()
        },
      },
    )
  const isBehind = step.error instanceof AskError && step.error.failure.code === 'CONFLICT'
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={amendment ? t.amendment.editTitle : t.amendment.beginTitle}
      look="wide"
    >
      {!amendment && <p>{t.amendment.beginLead(n(plan.revisions[0]?.number ?? ''))}</p>}
      <FactsForm facts={amendment} isPending={step.isPending} onPut={put} onClose={onClose} />
      {step.isError && <Failed error={step.error} />}
      {isBehind && amendment && (
        <Notice title={t.amendment.current}>
          <p>
            {nameOf(reader, amendment)} · <span lang="th">{amendment.reason}</span>
            <br />
            {citedOf(reader, amendment)}
          </p>
        </Notice>
      )}
    </Dialog>
  )
}

interface FactsFormProps {
  facts: Plan['amendment']
  isPending: boolean
  onPut: (facts: Facts) => void
  onClose: () => void
}

function FactsForm({ facts, isPending, onPut, onClose }: FactsFormProps) {
  const { t } = useReader()
  const [kind, setKind] = useState<AmendmentKind>(facts?.kind ?? 'CHANGE')
  const [reason, setReason] = useState(facts?.reason ?? '')
  const [orderNumber, setOrderNumber] = useState(facts?.orderNumber ?? '')
  const [metOn, setMetOn] = useState(facts?.metOn ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onPut({ kind, reason, orderNumber, metOn: metOn || null })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <Choices
        label={t.amendment.kind}
        value={kind}
        onChange={setKind}
        options={KINDS.map(
          (one) => [one, `${t.amendment.kinds[one]}: ${t.amendment.kindHints[one]}`] as const,
        )}
      />
      <Textarea
        label={t.amendment.reason}
        value={reason}
        rows={3}
        maxLength={2000}
        onChange={(event) => setReason(event.currentTarget.value)}
        required
      />
      <div className="fields">
        <TextInput
          label={t.amendment.orderNumber}
          value={orderNumber}
          maxLength={200}
          onChange={(event) => setOrderNumber(event.currentTarget.value)}
        />
        <ThaiDay label={t.amendment.metOn} value={metOn} onChange={setMetOn} isOptional />
      </div>
      <div className="row">
        <Button type="submit" loading={isPending} disabled={!reason.trim()}>
          {facts ? t.save : t.amendment.open}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t.cancel}
        </Button>
      </div>
    </form>
  )
}
