/** Asks why, before something is done that needs a reason; what was typed is kept until then. */
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Failed } from './Notice'
import { useReader } from './reader'
import { giveUp, useTyped } from './useTyped'

interface ReasonFormProps {
  /** What is to be done with what. */
  asked: string
  /** What the reason is for, above its field. */
  label: string
  /** The word on the button. */
  act: string
  error: unknown
  isPending: boolean
  onAct: (reason: string, done: () => void) => void
  onCancel: () => void
  children: ReactNode
}

export function ReasonForm(props: ReasonFormProps) {
  const { asked, label, act, error, isPending, onAct, onCancel, children } = props
  const { t } = useReader()
  const typed = useTyped(asked, '')
  const reason = typed.value
  return (
    <form
      className="stack reason-form"
      onSubmit={(event) => {
        event.preventDefault()
        onAct(reason, typed.drop)
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
          onChange={(event) => typed.set(event.currentTarget.value)}
        />
      </label>
      {error != null && <Failed error={error} />}
      <div className="row">
        <Button type="submit" disabled={!reason.trim()} loading={isPending}>
          {act}
        </Button>
        <Button variant="default" onClick={() => giveUp(typed, onCancel)}>
          {t.cancel}
        </Button>
      </div>
    </form>
  )
}
