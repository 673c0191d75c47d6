/** What an amendment says of itself: asked for when it is opened, and said anew while it is open. */
import { Button, Textarea, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import type { AmendmentKind } from '../../../gql/graphql'
import { AskError } from '../../../parts/ask'
import { Choices } from '../../../parts/Choices'
import { Dialog } from '../../../parts/Dialog'
import { Failed, Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { giveUp, useTyped } from '../../../parts/useTyped'
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
  const isBehind = step.error instanceof AskError && step.error.failure.code === 'CONFLICT'
  /** What somebody else said since is put away only by who has seen it. */
  const seenOf = ({ id, version }: Amendment, typed: number) => ({
    id,
    version: isBehind ? version : typed,
  })
  const put = (facts: Facts, version: number, done: () => void) =>
    step.mutate(
      amendment
        ? { do: 'setAmendment', seen: seenOf(amendment, version), facts }
        : { do: 'openAmendment', facts },
      {
        onSuccess: () => {
          done()
          if (!amendment) onOpened?.()
          onClose()
        },
      },
    )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={amendment ? t.amendment.editTitle : t.amendment.beginTitle}
      look="wide"
    >
      {!amendment && <p>{t.amendment.beginLead(n(plan.revisions[0]?.number ?? ''))}</p>}
      <FactsForm
        planId={plan.id}
        facts={amendment}
        isPending={step.isPending}
        onPut={put}
        onClose={onClose}
      />
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

type Amendment = NonNullable<Plan['amendment']>

interface FactsFormProps {
  planId: string
  facts: Plan['amendment']
  isPending: boolean
  onPut: (facts: Facts, version: number, done: () => void) => void
  onClose: () => void
}

function FactsForm({ planId, facts, isPending, onPut, onClose }: FactsFormProps) {
  const { t } = useReader()
  const typed = useTyped(`amend ${facts?.id ?? planId}`, {
    kind: facts?.kind ?? 'CHANGE',
    reason: facts?.reason ?? '',
    orderNumber: facts?.orderNumber ?? '',
    metOn: facts?.metOn ?? '',
    version: facts?.version ?? 0,
  })
  const { version, ...said } = typed.value
  const { kind, reason, orderNumber, metOn } = said
  const set = (part: Partial<typeof said>) => typed.set((before) => ({ ...before, ...part }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onPut({ ...said, metOn: metOn || null }, version, typed.drop)
  }
  return (
    <form className="stack" onSubmit={submit}>
      <Choices
        label={t.amendment.kind}
        value={kind}
        onChange={(chosen) => set({ kind: chosen })}
        options={KINDS.map(
          (one) => [one, `${t.amendment.kinds[one]}: ${t.amendment.kindHints[one]}`] as const,
        )}
      />
      <Textarea
        label={t.amendment.reason}
        value={reason}
        rows={3}
        maxLength={2000}
        onChange={(event) => set({ reason: event.currentTarget.value })}
        required
      />
      <div className="fields">
        <TextInput
          label={t.amendment.orderNumber}
          value={orderNumber}
          maxLength={200}
          onChange={(event) => set({ orderNumber: event.currentTarget.value })}
        />
        <ThaiDay
          label={t.amendment.metOn}
          value={metOn}
          onChange={(day) => set({ metOn: day })}
          isOptional
        />
      </div>
      <div className="row">
        <Button type="submit" loading={isPending} disabled={!reason.trim()}>
          {facts ? t.save : t.amendment.open}
        </Button>
        <Button variant="default" onClick={() => giveUp(typed, onClose)}>
          {t.cancel}
        </Button>
      </div>
    </form>
  )
}
