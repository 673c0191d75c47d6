/** The signature that puts a plan into force: who, as what, in whose place, by which order, when. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { Dialog } from '../../../parts/Dialog'
import { Failed } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { giveUp, useTyped, type Typed } from '../../../parts/useTyped'
import { useViewer } from '../../session/viewer'
import { ThaiDay } from '../../../parts/ThaiDay'
import type { Signature } from './useStep'

interface AdoptDialogProps {
  planId: string
  isOpen: boolean
  error: unknown
  isPending: boolean
  onClose: () => void
  onAdopt: (signature: Signature, done: () => void) => void
}

export function AdoptDialog({ isOpen, error, ...form }: AdoptDialogProps) {
  const { t } = useReader()
  return (
    <Dialog isOpen={isOpen} onClose={form.onClose} title={t.steps.adoptTitle} look="wide">
      <AdoptForm {...form} />
      {error ? <Failed error={error} /> : null}
    </Dialog>
  )
}

interface Written {
  signedBy: string
  signedAs: string
  how: 'own' | 'acting' | 'onBehalf'
  whose: string
  orderNumber: string
  signedOn: string
}

const NOTHING: Written = {
  signedBy: '',
  signedAs: '',
  how: 'own',
  whose: '',
  orderNumber: '',
  signedOn: '',
}

type AdoptFormProps = Omit<AdoptDialogProps, 'isOpen' | 'error'>

function AdoptForm({ planId, isPending, onAdopt, onClose }: AdoptFormProps) {
  const { t } = useReader()
  const viewer = useViewer().data
  const name = viewer?.person.displayName ?? ''
  /** A delegate signs in one place and in no other. */
  const place = viewer?.post.signingFor?.words
  const typed: Typed<Written> = useTyped(`adopt ${planId}`, { ...NOTHING, signedBy: name })
  const { signedBy, signedAs, how, whose, orderNumber, signedOn } = typed.value
  const set = (part: Partial<Written>) => typed.set((before) => ({ ...before, ...part }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!signedOn) return
    const actingFor = place ?? (how === 'own' ? '' : `${t.steps.actingThai[how]}${whose.trim()}`)
    onAdopt({ signedBy, signedAs, actingFor, orderNumber, signedOn }, typed.drop)
  }
  return (
    <form className="stack" onSubmit={submit}>
      <p>{t.steps.adoptLead}</p>
      {place && (
        <p>
          {t.steps.signedHow}: <strong lang="th">{place}</strong>
        </p>
      )}
      <div className="fields">
        <TextInput
          label={t.steps.signedBy}
          value={signedBy}
          onChange={(event) => set({ signedBy: event.currentTarget.value })}
          required
        />
        <TextInput
          label={t.steps.signedAs}
          placeholder={t.steps.signedAsExample}
          value={signedAs}
          onChange={(event) => set({ signedAs: event.currentTarget.value })}
          required
        />
        {!place && (
          <NativeSelect
            label={t.steps.signedHow}
            value={how}
            onChange={(event) => set({ how: event.currentTarget.value as typeof how })}
            data={(['own', 'acting', 'onBehalf'] as const).map((value) => ({
              value,
              label: t.steps.acting[value],
            }))}
          />
        )}
        {!place && how !== 'own' && (
          <TextInput
            label={t.steps.whose}
            placeholder={t.steps.whoseExample}
            value={whose}
            onChange={(event) => set({ whose: event.currentTarget.value })}
            required
          />
        )}
        <TextInput
          label={t.steps.orderNumber}
          value={orderNumber}
          onChange={(event) => set({ orderNumber: event.currentTarget.value })}
          required
        />
        <ThaiDay
          label={t.steps.signedOn}
          value={signedOn}
          onChange={(day) => set({ signedOn: day })}
        />
      </div>
      <div className="row">
        <Button type="submit" loading={isPending}>
          {t.steps.adopt}
        </Button>
        <Button variant="default" onClick={() => giveUp(typed, onClose)}>
          {t.cancel}
        </Button>
      </div>
    </form>
  )
}
