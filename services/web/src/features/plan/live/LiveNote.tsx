/** One quiet line: who saved something in this plan a moment ago. */
import { Icon } from '../../../parts/Icon'
import { useReader } from '../../../parts/reader'
import type { Live } from './useLive'

export function LiveNote({ live: { saved } }: { live: Live }) {
  const { t, n } = useReader()
  return (
    <span className="live-note soft" role="status">
      {saved && (
        <>
          <Icon name="clock" size={16} />
          {saved.isOwn
            ? t.plan.live.own(n(saved.cells))
            : t.plan.live.by(saved.by ?? t.plan.live.somebody, n(saved.cells))}
        </>
      )}
    </span>
  )
}
