/** What is said of a row of a revision, beside it: reasons, the verdict, remarks, the officer's menu. */
import { useState } from 'react'
import { Icon } from '../../parts/Icon'
import { PopMenu } from '../../parts/PopMenu'
import { useReader } from '../../parts/reader'
import { useDeskHand, type DeskHand, type Row } from './desk'

export function RowWords({ row }: { row: Row }) {
  const { t, n } = useReader()
  const desk = useDeskHand()
  if (!desk) return null
  const { revision, mayReturn, mayJudge } = desk
  const verdict = desk.verdictOf(row)
  const comments = desk.commentsOn(row.initiativeId)
  const own = revision.reasons.filter((one) => one.initiativeId === row.initiativeId)
  const mine = desk.marks.marks.filter((one) => one.rowId === row.initiativeId)
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
            onClick={() => desk.show({ ask: 'comment', rowId: row.initiativeId })}
          >
            <Icon name="note" size={16} /> {t.review.commentN(n(comments.length))}
          </button>
        )}
        {mayJudge && <RowTools desk={desk} row={row} />}
      </span>
    </>
  )
}

function RowTools({ desk, row }: { desk: DeskHand; row: Row }) {
  const { t } = useReader()
  const [button, setButton] = useState<HTMLElement | null>(null)
  const { mayReturn, show, say } = desk
  const rowId = row.initiativeId
  return (
    <>
      <button
        type="button"
        className="quiet-button"
        aria-haspopup="menu"
        aria-label={t.review.tools(row.title)}
        onClick={(event) => setButton(event.currentTarget)}
      >
        <Icon name="more" />
      </button>
      {button && (
        <PopMenu
          label={t.review.tools(row.title)}
          button={button}
          onClose={() => setButton(null)}
          choices={[
            ...(mayReturn
              ? [
                  {
                    words: t.review.markRow,
                    icon: 'undo' as const,
                    onChoose: () => show({ ask: 'reason', spot: { rowId } }),
                  },
                ]
              : []),
            {
              words: t.review.judgeConsistent,
              icon: 'check',
              isApart: mayReturn,
              onChoose: () =>
                say.mutate({ do: 'judge', rowIds: [rowId], verdict: 'CONSISTENT', reason: '' }),
            },
            {
              words: t.review.judgeInconsistent,
              icon: 'alert',
              onChoose: () => show({ ask: 'why', row }),
            },
            {
              words: t.review.comment,
              icon: 'note',
              isApart: true,
              onChoose: () => show({ ask: 'comment', rowId }),
            },
          ]}
        />
      )}
    </>
  )
}
