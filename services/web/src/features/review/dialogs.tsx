/** The officer's questions: a reason for a part, a verdict, a remark, returning, accepting. */
import { Button, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Dialog } from '../../parts/Dialog'
import { Failed } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { giveUp, useTyped } from '../../parts/useTyped'
import type { Mark, Spot, Words } from './words'

interface TextDialogProps {
  /** What is asked about what: under this it is kept until it is sent. */
  asked: string
  title: string
  place: string
  label: string
  text?: string
  action: string
  isPending?: boolean
  error?: unknown
  /** What was said is shown, and nothing can be added. */
  isReadOnly?: boolean
  onDone: (text: string, sent: () => void) => void
  onRemove?: (() => void) | undefined
  onClose: () => void
  children?: ReactNode
}

/** One text about one place; it stays open until it is done or given up. */
export function TextDialog(props: TextDialogProps) {
  const { t } = useReader()
  const typed = useTyped(props.asked, props.text ?? '')
  const text = typed.value
  const [isBlank, setBlank] = useState(false)
  return (
    <Dialog isOpen onClose={props.onClose} title={props.title}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim()) props.onDone(text.trim(), typed.drop)
          else setBlank(true)
        }}
      >
        <p lang="th">{props.place}</p>
        {props.children}
        {!props.isReadOnly && (
          <Textarea
            label={props.label}
            value={text}
            rows={3}
            maxLength={2000}
            onChange={(event) => {
              typed.set(event.currentTarget.value)
              setBlank(false)
            }}
            error={isBlank ? t.review.blank : undefined}
            autoFocus
            required
          />
        )}
        {props.error ? <Failed error={props.error} /> : null}
        <div className="row">
          {!props.isReadOnly && (
            <Button type="submit" loading={props.isPending ?? false}>
              {props.action}
            </Button>
          )}
          {props.onRemove && (
            <Button
              variant="default"
              onClick={() => {
                typed.drop()
                props.onRemove?.()
              }}
            >
              {t.review.removeMark}
            </Button>
          )}
          <Button variant="default" onClick={() => giveUp(typed, props.onClose)}>
            {props.isReadOnly ? t.close : t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface ReturnDialogProps {
  revisionId: string
  marks: Mark[]
  placeOf: (spot: Spot) => string
  isPending: boolean
  error: unknown
  onEdit: (spot: Spot) => void
  onReturn: (note: string, sent: () => void) => void
  onClose: () => void
}

/** Every reason once more before they are sent together. */
export function ReturnDialog(props: ReturnDialogProps) {
  const { t, n } = useReader()
  const note = useTyped(`return ${props.revisionId}`, '')
  return (
    <Dialog isOpen onClose={props.onClose} title={t.review.returnTitle} look="wide">
      <div className="stack">
        <p>{t.review.returnLead}</p>
        <ul className="plain reason-list">
          {props.marks.map((mark) => (
            <li key={props.placeOf(mark)}>
              <button type="button" className="quiet-button" onClick={() => props.onEdit(mark)}>
                {props.placeOf(mark)}
              </button>
              <span lang="th">{mark.reason}</span>
            </li>
          ))}
        </ul>
        <Textarea
          label={t.review.note}
          value={note.value}
          rows={2}
          maxLength={2000}
          onChange={(event) => note.set(event.currentTarget.value)}
        />
        {props.error ? <Failed error={props.error} /> : null}
        <div className="row">
          <Button
            loading={props.isPending}
            disabled={!props.marks.length}
            onClick={() => props.onReturn(note.value, note.drop)}
          >
            {t.review.returnN(n(props.marks.length))}
          </Button>
          <Button variant="default" onClick={() => giveUp(note, props.onClose)}>
            {t.cancel}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

interface AcceptDialogProps {
  revisionId: string
  marks: number
  inconsistent: number
  unjudged: number
  isPending: boolean
  error: unknown
  onAccept: (note: string, sent: () => void) => void
  onClose: () => void
}

export function AcceptDialog(props: AcceptDialogProps) {
  const { t, n } = useReader()
  const note = useTyped(`accept ${props.revisionId}`, '')
  return (
    <Dialog isOpen onClose={props.onClose} title={t.review.acceptTitle}>
      <div className="stack">
        <p>{t.review.acceptLead}</p>
        {props.marks > 0 && <p>{t.review.acceptMarks(n(props.marks))}</p>}
        {props.inconsistent > 0 && <p>{t.review.acceptInconsistent(n(props.inconsistent))}</p>}
        {props.unjudged > 0 && <p>{t.review.acceptUnjudged(n(props.unjudged))}</p>}
        <Textarea
          label={t.review.note}
          value={note.value}
          rows={2}
          maxLength={2000}
          onChange={(event) => note.set(event.currentTarget.value)}
        />
        {props.error ? <Failed error={props.error} /> : null}
        <div className="row">
          <Button
            loading={props.isPending}
            disabled={props.marks > 0}
            onClick={() => props.onAccept(note.value, note.drop)}
          >
            {t.review.accept}
          </Button>
          <Button variant="default" onClick={() => giveUp(note, props.onClose)}>
            {t.cancel}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** Remarks in the order in which they were made. */
export function CommentList({ comments }: { comments: Words['comments'] }) {
  const { t, n, moment } = useReader()
  return (
    <ul className="plain comment-list">
      {comments.map((one) => (
        <li key={one.id}>
          <span className="soft small">
            {one.byName} · {t.roles[one.byRole as keyof typeof t.roles]} ·{' '}
            {t.plan.revision(n(one.revisionNumber))} · {moment(one.at)}
          </span>
          <span lang="th">{one.text}</span>
        </li>
      ))}
    </ul>
  )
}
