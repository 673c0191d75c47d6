/** Asks why, before something is done that needs a reason; closed, it forgets what was typed. */
import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Failed } from './Notice'
import { useReader } from './reader'

interface ReasonFormProps {
  /** What the reason is for, above its field. */
  label: string
  /** The word on the button. */
  act: string
  error: unknown
  isPending: boolean
  onAct: (reason: string) => void
  onCancel: () => void
  children: ReactNode
}

export function ReasonForm(props: ReasonFormProps) {
  const { label, act, error, isPending, onAct, onCancel, children } = props
  const { t } = useReader()
  const [reason, setReason] = useState('')
  return (
    <form
      className="stack reason-form"
      onSubmit={(event) => {
        event.preventDefault()
        onAct(reason)
      }}
    >
      {children}
      <label>
        {label}
        <textarea
          rows={3}
          required
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      {error != null && <Failed error={error} />}
      <div className="row">
        <Button type="submit" disabled={!reason.trim()} loading={isPending}>
          {act}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t.cancel}
        </Button>
      </div>
    </form>
  )
}
