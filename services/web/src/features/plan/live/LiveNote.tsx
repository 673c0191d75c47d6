/** One quiet line: who saved something in this plan a moment ago. */
import { Icon } from '../../../parts/Icon'
import { useReader } from '../../../parts/reader'
import type { Live } from './useLive'

export function LiveNote({ live: { news } }: { live: Live }) {
  const { t, n } = useReader()
  const words = t.plan.live
  const what = news?.keys.length ? words.cells(n(news.keys.length)) : words.rows
  return (
    <span className="live-note soft" role="status">
      {news && (
        <>
          <Icon name="clock" size={16} />
          {news.isOwn ? words.own(what) : words.by(news.by ?? words.somebody, what)}
        </>
      )}
    </span>
  )
}
