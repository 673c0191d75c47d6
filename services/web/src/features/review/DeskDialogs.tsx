/** The question that is open on the desk. */
import { useReader } from '../../parts/reader'
import type { DeskHand } from './desk'
import { AcceptDialog, CommentList, ReturnDialog, TextDialog } from './dialogs'
import { keyOf } from './words'

export function DeskDialogs({ desk }: { desk: DeskHand }) {
  const { t } = useReader()
  const { open, show, close, say, placeOf, revision } = desk
  const done = (sent: () => void) => () => {
    sent()
    close()
  }
  return (
    <>
      {open?.ask === 'reason' && (
        <TextDialog
          key={placeOf(open.spot)}
          asked={`reason ${revision.id} ${keyOf(open.spot)}`}
          title={t.review.reasonTitle}
          place={placeOf(open.spot)}
          label={t.review.reason}
          text={desk.marks.at(open.spot)?.reason ?? ''}
          action={t.review.mark}
          onDone={(reason, sent) => {
            desk.marks.set(open.spot, reason)
            done(sent)()
          }}
          onRemove={
            desk.marks.at(open.spot)
              ? () => {
                  desk.marks.set(open.spot, '')
                  close()
                }
              : undefined
          }
          onClose={close}
        />
      )}
      {open?.ask === 'why' && (
        <TextDialog
          asked={`why ${revision.id} ${open.row.initiativeId}`}
          title={t.review.inconsistent}
          place={placeOf({ rowId: open.row.initiativeId })}
          label={t.review.whyInconsistent}
          action={t.save}
          isPending={say.isPending}
          error={say.error}
          onDone={(reason, sent) =>
            say.mutate(
              {
                do: 'judge',
                rowIds: [open.row.initiativeId],
                verdict: 'INCONSISTENT',
                reason,
              },
              { onSuccess: done(sent) },
            )
          }
          onClose={close}
        />
      )}
      {open?.ask === 'comment' && (
        <TextDialog
          asked={`comment ${revision.id} ${open.rowId ?? ''}`}
          title={t.review.commentTitle}
          place={placeOf(open.rowId ? { rowId: open.rowId } : {})}
          label={desk.isOfficer ? t.review.commentText : t.review.answer}
          action={t.review.commentSend}
          isPending={say.isPending}
          error={say.error}
          isReadOnly={!desk.mayComment}
          onDone={(text, sent) =>
            say.mutate({ do: 'comment', rowId: open.rowId, text }, { onSuccess: done(sent) })
          }
          onClose={close}
        >
          <CommentList comments={desk.commentsOn(open.rowId ?? null)} />
        </TextDialog>
      )}
      {open?.ask === 'return' && (
        <ReturnDialog
          revisionId={revision.id}
          marks={desk.marks.marks}
          placeOf={placeOf}
          isPending={say.isPending}
          error={say.error}
          onEdit={(spot) => show({ ask: 'reason', spot })}
          onReturn={(note, sent) =>
            say.mutate(
              { do: 'return', marks: desk.marks.marks, note },
              {
                onSuccess: () => {
                  desk.marks.clear()
                  done(sent)()
                },
              },
            )
          }
          onClose={close}
        />
      )}
      {open?.ask === 'accept' && (
        <AcceptDialog
          revisionId={revision.id}
          marks={desk.marks.marks.length}
          inconsistent={desk.inconsistent.length}
          unjudged={desk.unjudged.length}
          isPending={say.isPending}
          error={say.error}
          onAccept={(note, sent) => say.mutate({ do: 'accept', note }, { onSuccess: done(sent) })}
          onClose={close}
        />
      )}
    </>
  )
}
