/** A revision on the officer's desk (or its organisation's): its parts, and what is said of them. */
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import type { Revision } from '../plan/RevisionPage'
import { RevisionTable } from '../plan/RevisionTable'
import { DeskContext, useDesk, useDeskHand, type DeskHand, type Row } from './desk'
import { DeskDialogs } from './DeskDialogs'
import { CommentList } from './dialogs'
import { ReviewBar } from './ReviewBar'
import { RowWords } from './RowWords'

interface DeskProps {
  revision: Revision
  /** The parts below the table; they may be returned like its rows. */
  children: ReactNode
}

export function Desk({ revision, children }: DeskProps) {
  const { t } = useReader()
  const desk = useDesk(revision)
  return (
    <DeskContext value={desk}>
      {desk.isOfficer && !revision.isNewest && <Notice title={t.review.superseded} icon="lock" />}
      {desk.mayReturn && <p className="soft no-print">{t.review.lead}</p>}
      <RevisionTable
        revision={revision}
        tools={{ beside, cell, look: (row, be) => lookOf(desk, row, be) }}
      />
      {(desk.mayComment || desk.commentsOn(null).length > 0) && (
        <section className="stack" aria-labelledby="on-plan">
          <h2 id="on-plan">{t.review.commentPlan}</h2>
          <CommentList comments={desk.commentsOn(null)} />
          {desk.mayComment && (
            <div>
              <Button variant="default" onClick={() => desk.show({ ask: 'comment' })}>
                {t.review.commentAdd}
              </Button>
            </div>
          )}
        </section>
      )}
      {children}
      {desk.mayJudge && <ReviewBar desk={desk} />}
      <DeskDialogs desk={desk} />
    </DeskContext>
  )
}

/** They look at the desk themselves, so that they stay the same functions. */
const beside = (row: Row) => <RowWords row={row} />
const cell = (row: Row, be: number, figure: ReactNode) => (
  <CellMark row={row} be={be}>
    {figure}
  </CellMark>
)

function lookOf({ revision, mayReturn, marks }: DeskHand, row: Row, be?: number): string {
  const rowId = row.initiativeId
  const isBack = revision.reasons.some(
    (one) => one.initiativeId === rowId && one.fiscalYear?.be === be,
  )
  const isMarked = mayReturn && marks.at(be === undefined ? { rowId } : { rowId, be })
  return isBack || isMarked ? 'returned' : ''
}

interface CellMarkProps {
  row: Row
  be: number
  children: ReactNode
}

/** A figure that can be pressed to mark it. */
function CellMark({ row, be, children }: CellMarkProps) {
  const { t, n } = useReader()
  const desk = useDeskHand()
  if (!desk?.mayReturn) return children
  const spot = { rowId: row.initiativeId, be }
  return (
    <button
      type="button"
      className="cell-button"
      aria-pressed={Boolean(desk.marks.at(spot))}
      onClick={() => desk.show({ ask: 'reason', spot })}
    >
      <span className="unseen">{t.review.markCell(row.title, t.fiscalYear(n(be)))}</span>
      {children}
    </button>
  )
}
