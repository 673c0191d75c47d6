/** The question that is open on the desk. */
import { useReader } from '../../parts/reader'
import type { DeskHand } from './desk'
import { AcceptDialog, CommentList, ReturnDialog, TextDialog } from './dialogs'

export function DeskDialogs({ desk }: { desk: DeskHand }) {
  const { t } = useReader()
  const { open, show, close, say, placeOf } = desk
  return (
    <>
      {open?.ask === 'reason' && (
        <TextDialog
          key={placeOf(open.spot)}
          title={t.review.reasonTitle}
          place={placeOf(open.spot)}
          label={t.review.reason}
          text={desk.marks.at(open.spot)?.reason ?? ''}
          action={t.review.mark}
          onDone={(reason) => {
            desk.marks.set(open.spot, reason)
            close()
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
          label={desk.isOfficer ? t.review.commentText : t.review.answer}
          action={t.review.commentSend}
          isPending={say.isPending}
          error={say.error}
          isReadOnly={!desk.mayComment}
          onDone={(text) =>
            say.mutate({ do: 'comment', rowId: open.rowId, text }, { onSuccess: close })
          }
          onClose={close}
        >
          <CommentList comments={desk.commentsOn(open.rowId ?? null)} />
        </TextDialog>
      )}
      {open?.ask === 'return' && (
        <ReturnDialog
          marks={desk.marks.marks}
          placeOf={placeOf}
          isPending={say.isPending}
          error={say.error}
          onEdit={(spot) => show({ ask: 'reason', spot })}
          onReturn={(note) =>
            say.mutate(
              { do: 'return', marks: desk.marks.marks, note },
              {
                onSuccess: () => {
                  desk.marks.clear()
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
          marks={desk.marks.marks.length}
          inconsistent={desk.inconsistent.length}
          unjudged={desk.unjudged.length}
          isPending={say.isPending}
          error={say.error}
          onAccept={(note) => say.mutate({ do: 'accept', note }, { onSuccess: close })}
          onClose={close}
        />
      )}
    </>
  )
}
