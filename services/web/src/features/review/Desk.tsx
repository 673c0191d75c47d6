/** A revision on the officer's desk (or its organisation's): its rows, and what is said of them. */
import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Icon } from '../../parts/Icon'
import { Failed, Notice } from '../../parts/Notice'
import { PopMenu } from '../../parts/PopMenu'
import { useReader } from '../../parts/reader'
import type { Revision } from '../plan/RevisionPage'
import { RevisionTable } from '../plan/RevisionTable'
import { useMay } from '../session/viewer'
import { AcceptDialog, CommentList, ReturnDialog, TextDialog } from './dialogs'
import { useMarks, useSay, type Spot } from './words'

type Row = Revision['initiatives'][number]
type Open =
  | { ask: 'reason'; spot: Spot }
  | { ask: 'why'; row: Row }
  | { ask: 'comment'; rowId?: string }
  | { ask: 'return' }
  | { ask: 'accept' }

export function Desk({ revision }: { revision: Revision }) {
  const { t, n } = useReader()
  const isOfficer = useMay('PLAN_REVIEW')
  const mayComment = useMay('COMMENT') && revision.isNewest
  const mayJudge = isOfficer && revision.isNewest
  const mayReturn = mayJudge && revision.stage === 'SUBMITTED'
  const marks = useMarks(revision.id)
  const say = useSay(revision.id)
  const [open, setOpen] = useState<Open | null>(null)
  const [menu, setMenu] = useState<{ row: Row; button: HTMLElement } | null>(null)

  const close = () => {
    setOpen(null)
    say.reset()
  }
  const show = (next: Open) => {
    say.reset()
    setOpen(next)
  }
  const rowOf = (rowId?: string) => revision.initiatives.find((one) => one.initiativeId === rowId)
  const placeOf = ({ rowId, be }: Spot) => {
    const row = rowOf(rowId)
    if (!row) return t.review.wholePlan
    const title = `${n(`${row.missionCode} (${row.number})`)} ${row.title}`
    return be === undefined ? title : `${title} ${t.fiscalYear(n(be))}`
  }
  const verdictOf = (row: Row) =>
    revision.verdicts.find((one) => one.initiativeId === row.initiativeId)
  const commentsOn = (rowId: string | null) =>
    revision.comments.filter((one) => (one.initiativeId ?? null) === rowId)
  const unjudged = revision.initiatives.filter((row) => !verdictOf(row))
  const inconsistent = revision.initiatives.filter(
    (row) => verdictOf(row)?.verdict === 'INCONSISTENT',
  )

  const beside = (row: Row) => {
    const verdict = verdictOf(row)
    const comments = commentsOn(row.initiativeId)
    const own = revision.reasons.filter((one) => one.initiativeId === row.initiativeId)
    const mine = marks.marks.filter((one) => one.rowId === row.initiativeId)
    return (
      <>
        {own.map((one) => (
          <span key={one.id} className="row-reason" lang="th">
            {t.steps.returnedHere}
            {one.fiscalYear && ` ${t.fiscalYear(n(one.fiscalYear.be))}`}: {one.reason}
          </span>
        ))}
        {mayReturn &&
          mine.map((one) => (
            <span key={one.be ?? ''} className="row-reason" lang="th">
              {t.review.reasonTitle}
              {one.be !== undefined && ` ${t.fiscalYear(n(one.be))}`}: {one.reason}
            </span>
          ))}
        <span className="row-tools no-print">
          {verdict && (
            <span className={`verdict ${verdict.verdict}`}>
              <Icon name={verdict.verdict === 'CONSISTENT' ? 'check' : 'alert'} size={15} />
              {verdict.verdict === 'CONSISTENT' ? t.review.consistent : t.review.inconsistent}
              {verdict.reason && <span lang="th">: {verdict.reason}</span>}
              {verdict.revisionNumber !== revision.number && (
                <span className="soft"> {t.review.fromRevision(n(verdict.revisionNumber))}</span>
              )}
            </span>
          )}
          {comments.length > 0 && (
            <button
              type="button"
              className="quiet-button"
              onClick={() => show({ ask: 'comment', rowId: row.initiativeId })}
            >
              <Icon name="note" size={16} /> {t.review.commentN(n(comments.length))}
            </button>
          )}
          {mayJudge && (
            <button
              type="button"
              className="quiet-button"
              aria-haspopup="menu"
              aria-label={t.review.tools(row.title)}
              onClick={(event) => setMenu({ row, button: event.currentTarget })}
            >
              <Icon name="more" />
            </button>
          )}
        </span>
      </>
    )
  }

  const look = (row: Row, be?: number) => {
    const rowId = row.initiativeId
    const isBack = revision.reasons.some(
      (one) => one.initiativeId === rowId && one.fiscalYear?.be === be,
    )
    const isMarked = mayReturn && marks.at(be === undefined ? { rowId } : { rowId, be })
    return isBack || isMarked ? 'returned' : ''
  }
  const cell = (row: Row, be: number, figure: ReactNode) =>
    mayReturn ? (
      <button
        type="button"
        className="cell-button"
        aria-pressed={Boolean(marks.at({ rowId: row.initiativeId, be }))}
        onClick={() => show({ ask: 'reason', spot: { rowId: row.initiativeId, be } })}
      >
        <span className="unseen">{t.review.markCell(row.title, t.fiscalYear(n(be)))}</span>
        {figure}
      </button>
    ) : (
      figure
    )

  return (
    <>
      {isOfficer && !revision.isNewest && <Notice title={t.review.superseded} icon="lock" />}
      {mayReturn && <p className="soft no-print">{t.review.lead}</p>}
      <RevisionTable revision={revision} tools={{ beside, look, cell }} />
      {(mayComment || commentsOn(null).length > 0) && (
        <section className="stack" aria-labelledby="on-plan">
          <h2 id="on-plan">{t.review.commentPlan}</h2>
          <CommentList comments={commentsOn(null)} />
          {mayComment && (
            <div>
              <Button variant="default" onClick={() => show({ ask: 'comment' })}>
                {t.review.commentAdd}
              </Button>
            </div>
          )}
        </section>
      )}
      {mayJudge && (
        <section className="review-bar no-print" aria-label={t.review.barLabel}>
          <span role="status">
            {mayReturn &&
              (marks.marks.length ? t.review.marked(n(marks.marks.length)) : t.review.noMarks)}
          </span>
          {say.isError && !open && <Failed error={say.error} />}
          <div className="row">
            {unjudged.length > 0 && (
              <Button
                variant="default"
                loading={say.isPending && !open}
                onClick={() =>
                  say.mutate({
                    do: 'judge',
                    rowIds: unjudged.map((row) => row.initiativeId),
                    verdict: 'CONSISTENT',
                    reason: '',
                  })
                }
              >
                {t.review.judgeRest(n(unjudged.length))}
              </Button>
            )}
            {mayReturn && (
              <>
                <Button
                  variant="default"
                  onClick={() =>
                    show(marks.marks.length ? { ask: 'return' } : { ask: 'reason', spot: {} })
                  }
                >
                  {marks.marks.length ? t.review.return : t.review.markPlan}
                </Button>
                <Button onClick={() => show({ ask: 'accept' })}>{t.review.accept}</Button>
              </>
            )}
          </div>
        </section>
      )}

      {menu && (
        <PopMenu
          label={t.review.tools(menu.row.title)}
          button={menu.button}
          onClose={() => setMenu(null)}
          choices={[
            ...(mayReturn
              ? [
                  {
                    words: t.review.markRow,
                    icon: 'undo' as const,
                    onChoose: () => show({ ask: 'reason', spot: { rowId: menu.row.initiativeId } }),
                  },
                ]
              : []),
            {
              words: t.review.judgeConsistent,
              icon: 'check',
              isApart: mayReturn,
              onChoose: () =>
                say.mutate({
                  do: 'judge',
                  rowIds: [menu.row.initiativeId],
                  verdict: 'CONSISTENT',
                  reason: '',
                }),
            },
            {
              words: t.review.judgeInconsistent,
              icon: 'alert',
              onChoose: () => show({ ask: 'why', row: menu.row }),
            },
            {
              words: t.review.comment,
              icon: 'note',
              isApart: true,
              onChoose: () => show({ ask: 'comment', rowId: menu.row.initiativeId }),
            },
          ]}
        />
      )}
      {open?.ask === 'reason' && (
        <TextDialog
          key={placeOf(open.spot)}
          title={t.review.reasonTitle}
          place={placeOf(open.spot)}
          label={t.review.reason}
          text={marks.at(open.spot)?.reason ?? ''}
          action={t.review.mark}
          onDone={(reason) => {
            marks.set(open.spot, reason)
            close()
          }}
          onRemove={
            marks.at(open.spot)
              ? () => {
                  marks.set(open.spot, '')
                  close()
                }
              : undefined
          }
          onClose={close}
        />
      )}
      {open?.ask === 'why' && (
        <TextDialog
          title={t.review.inconsistent}
          place={placeOf({ rowId: open.row.initiativeId })}
          label={t.review.whyInconsistent}
          action={t.save}
          isPending={say.isPending}
          error={say.error}
          onDone={(reason) =>
            say.mutate(
              {
                do: 'judge',
                rowIds: [open.row.initiativeId],
                verdict: 'INCONSISTENT',
                reason,
              },
              { onSuccess: close },
            )
          }
          onClose={close}
        />
      )}
      {open?.ask === 'comment' && (
        <TextDialog
          title={t.review.commentTitle}
          place={placeOf(open.rowId ? { rowId: open.rowId } : {})}
          label={isOfficer ? t.review.commentText : t.review.answer}
          action={t.review.commentSend}
          isPending={say.isPending}
          error={say.error}
          isReadOnly={!mayComment}
          onDone={(text) =>
            say.mutate({ do: 'comment', rowId: open.rowId, text }, { onSuccess: close })
          }
          onClose={close}
        >
          <CommentList comments={commentsOn(open.rowId ?? null)} />
        </TextDialog>
      )}
      {open?.ask === 'return' && (
        <ReturnDialog
          marks={marks.marks}
          placeOf={placeOf}
          isPending={say.isPending}
          error={say.error}
          onEdit={(spot) => show({ ask: 'reason', spot })}
          onReturn={(note) =>
            say.mutate(
              { do: 'return', marks: marks.marks, note },
              {
                onSuccess: () => {
                  marks.clear()
                  close()
                },
              },
            )
          }
          onClose={close}
        />
      )}
      {open?.ask === 'accept' && (
        <AcceptDialog
          marks={marks.marks.length}
          inconsistent={inconsistent.length}
          unjudged={unjudged.length}
          isPending={say.isPending}
          error={say.error}
          onAccept={(note) => say.mutate({ do: 'accept', note }, { onSuccess: close })}
          onClose={close}
        />
      )}
    </>
  )
}
