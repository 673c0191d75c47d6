/** The signature that puts a plan into force: who, as what, in whose place, by which order, when. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { Dialog } from '../../../parts/Dialog'
import { Failed } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { useViewer } from '../../session/viewer'
import { ThaiDay } from '../../../parts/ThaiDay'
import type { Signature } from './useStep'

interface AdoptDialogProps {
  isOpen: boolean
  error: unknown
  isPending: boolean
  onClose: () => void
  onAdopt: (signature: Signature) => void
}

export function AdoptDialog({ isOpen, error, isPending, onClose, onAdopt }: AdoptDialogProps) {
  const { t } = useReader()
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t.steps.adoptTitle} look="wide">
      <AdoptForm isPending={isPending} onAdopt={onAdopt} onClose={onClose} />
      {error ? <Failed error={error} /> : null}
    </Dialog>
  )
}

function AdoptForm({ isPending, onAdopt, onClose }: Omit<AdoptDialogProps, 'isOpen' | 'error'>) {
  const { t } = useReader()
  const viewer = useViewer().data
  const name = viewer?.person.displayName ?? ''
  /** A delegate signs in one place and in no other. */
  const place = viewer?.post.signingFor?.words
  const [signedBy, setSignedBy] = useState(name)
  const [signedAs, setSignedAs] = useState('')
  const [how, setHow] = useState<'own' | 'acting' | 'onBehalf'>('own')
  const [whose, setWhose] = useState('')
  const [orderNumber, setOrderNumber] = useState('')
  const [signedOn, setSignedOn] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!signedOn) return
    const actingFor = place ?? (how === 'own' ? '' : `${t.steps.actingThai[how]}${whose.trim()}`)
    onAdopt({ signedBy, signedAs, actingFor, orderNumber, signedOn })
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
          onChange={(event) => setSignedBy(event.currentTarget.value)}
          required
        />
        <TextInput
          label={t.steps.signedAs}
          placeholder={t.steps.signedAsExample}
          value={signedAs}
          onChange={(event) => setSignedAs(event.currentTarget.value)}
          required
        />
        {!place && (
          <NativeSelect
            label={t.steps.signedHow}
            value={how}
            onChange={(event) => setHow(event.currentTarget.value as typeof how)}
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
            onChange={(event) => setWhose(event.currentTarget.value)}
            required
          />
        )}
        <TextInput
          label={t.steps.orderNumber}
          value={orderNumber}
          onChange={(event) => setOrderNumber(event.currentTarget.value)}
          required
        />
        <ThaiDay label={t.steps.signedOn} value={signedOn} onChange={setSignedOn} />
      </div>
      <div className="row">
        <Button type="submit" loading={isPending}>
          {t.steps.adopt}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t.cancel}
        </Button>
      </div>
    </form>
  )
}
