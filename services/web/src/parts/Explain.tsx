/** Saying why a finding stands: a button that opens a few lines to write in. */
import { Button, Textarea } from '@mantine/core'
import type { FormEvent } from 'react'
import { Icon } from './Icon'
import { useReader } from './reader'
import { useTyped } from './useTyped'

interface ExplainProps {
  /** Of what the finding is, and its key. */
  finding: string
  /** What was said so far. */
  said: string | undefined
  isPending: boolean
  /** Done when it was kept; an empty text takes it back. */
  onSay: (text: string, done: () => void) => void
}

export function Explain({ finding, said, isPending, onSay }: ExplainProps) {
  const { t } = useReader()
  const {
    value: text,
    set: setText,
    drop: close,
  } = useTyped<string | null>(`explain ${finding}`, null)
  if (text === null) {
    return (
      <button type="button" className="quiet-button" onClick={() => setText(said ?? '')}>
        <Icon name="note" size={16} />
        {said ? t.intake.changeExplanation : t.intake.explain}
      </button>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) onSay(text.trim(), close)
  }
  return (
    <form className="stack" style={{ gap: '0.5rem' }} onSubmit={submit}>
      <Textarea
        label={t.intake.explainLabel}
        description={t.intake.explainHint}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoFocus
        rows={3}
      />
      <div className="row">
        <Button type="submit" size="sm" loading={isPending} disabled={!text.trim()}>
          {t.save}
        </Button>
        <Button size="sm" variant="default" onClick={close}>
          {t.cancel}
        </Button>
        {said && (
          <button type="button" className="quiet-button" onClick={() => onSay('', close)}>
            {t.intake.removeExplanation}
          </button>
        )}
      </div>
    </form>
  )
}
