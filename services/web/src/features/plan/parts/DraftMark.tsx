/** Where the typed words of one part are, and the choice when a colleague was first. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Icon, type IconName } from '../../../parts/Icon'
import { Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import type { Draft, DraftState } from '../../../parts/draft'
import type { Gate } from './beside'
import { TextView } from './text/TextView'

const SIGNS: Record<DraftState, IconName> = {
  saved: 'check',
  typing: 'saving',
  saving: 'saving',
  offline: 'offline',
  signedOut: 'offline',
  conflict: 'alert',
  refused: 'alert',
}
const CALM = new Set<DraftState>(['saved', 'typing', 'saving'])

export function DraftMark<T>({ draft }: { draft: Draft<T> }) {
  const { t } = useReader()
  const client = useQueryClient()
  const { state } = draft.picture
  return (
    <span className="row draft-mark">
      <span className={CALM.has(state) ? 'tag' : 'tag attention'} role="status">
        <Icon name={SIGNS[state]} size={16} />
        {t.parts.save[state]}
      </span>
      {state === 'offline' && (
        <button type="button" className="quiet-button" onClick={draft.sendNow}>
          {t.plan.sendNow}
        </button>
      )}
      {state === 'signedOut' && (
        <button
          type="button"
          className="quiet-button"
          onClick={() => void client.invalidateQueries({ queryKey: ['viewer'] })}
        >
          {t.plan.signInAgain}
        </button>
      )}
    </span>
  )
}

interface DraftChoiceProps<T> {
  /** Of what, where several stand in one list. */
  of?: string
  draft: Draft<T>
  /** The value in words: a text in its stored form, or the fields of a form. */
  inWords: (value: T) => string | Words
}

type Words = readonly (readonly [label: string, text: string])[]

/** Both values side by side; neither is lost before the officer chooses. */
export function DraftChoice<T>({ of, draft, inWords }: DraftChoiceProps<T>) {
  const { t, told } = useReader()
  const { state, theirs, value, failure } = draft.picture
  if (state === 'refused' && failure) {
    return (
      <Notice title={t.parts.refused} icon="alert" attention announce>
        {of && <p lang="th">{of}</p>}
        <p>{told(failure)}</p>
        <div>
          <Button size="sm" variant="default" onClick={() => draft.drop()}>
            {t.plan.refused.drop}
          </Button>
        </div>
      </Notice>
    )
  }
  if (state !== 'conflict' || !theirs) return null
  return (
    <Notice title={t.plan.refused.title} icon="alert" attention announce>
      {of && <p lang="th">{of}</p>}
      <p>{t.plan.refused.conflict}</p>
      <div className="draft-both">
        <section aria-label={t.plan.refused.current}>
          <strong>{t.plan.refused.current}</strong>
          <Shown words={inWords(theirs.value)} other={inWords(value)} />
          <Button size="sm" variant="default" onClick={() => draft.keepTheirs()}>
            {t.plan.refused.keepTheirs}
          </Button>
        </section>
        <section aria-label={t.plan.refused.mine}>
          <strong>{t.plan.refused.mine}</strong>
          <Shown words={inWords(value)} other={inWords(theirs.value)} />
          <Button size="sm" onClick={() => draft.putMine()}>
            {t.plan.refused.putMine}
          </Button>
        </section>
      </div>
    </Notice>
  )
}

/** A text whole; of a form only the fields in which it differs from the other. */
function Shown({ words, other }: { words: string | Words; other: string | Words }) {
  if (typeof words === 'string' || typeof other === 'string') {
    return (
      <div className="text-view" lang="th">
        <TextView text={typeof words === 'string' ? words : ''} />
      </div>
    )
  }
  const known = new Map(other)
  return <Fields fields={words.filter(([label, text]) => known.get(label) !== text)} />
}

/** Labels with their words, to be read. */
export function Fields({ fields }: { fields: Words }) {
  const { t } = useReader()
  return (
    <dl className="draft-fields" lang="th">
      {fields.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text || t.parts.nothing}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Why a part cannot be written now; nothing for a reader's account, whose page says it once. */
export function LockNote({ gate }: { gate: Gate }) {
  const { t } = useReader()
  if (gate.isOpen || !gate.why || gate.why === 'READER') return null
  return (
    <Notice
      title={
        gate.why === 'NOT_RETURNED' ? t.parts.notReturned : t.parts.locked(t.plan.states[gate.why])
      }
      icon="lock"
    />
  )
}
