/** The officer's word on the whole revision: the rest is consistent, returned, accepted. */
import { Button } from '@mantine/core'
import { Failed } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import type { DeskHand } from './desk'

export function ReviewBar({ desk }: { desk: DeskHand }) {
  const { t, n } = useReader()
  const { mayReturn, unjudged, say, show } = desk
  const { marks } = desk.marks
  return (
    <section className="review-bar no-print" aria-label={t.review.barLabel}>
      <span role="status">
        {mayReturn
          ? marks.length
            ? t.review.marked(n(marks.length))
            : t.review.noMarks
          : t.review.said[desk.revision.stage]}
      </span>
      {say.isError && !desk.open && <Failed error={say.error} />}
      <div className="row">
        {unjudged.length > 0 && (
          <Button
            variant="default"
            loading={say.isPending && !desk.open}
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
              onClick={() => show(marks.length ? { ask: 'return' } : { ask: 'reason', spot: {} })}
            >
              {marks.length ? t.review.return : t.review.markPlan}
            </Button>
            <Button onClick={() => show({ ask: 'accept' })}>{t.review.accept}</Button>
          </>
        )}
      </div>
    </section>
  )
}
