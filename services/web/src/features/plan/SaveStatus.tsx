/** One line that tells where the typed work is. */
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'
import type { Edits } from './edits/useEdits'

export function SaveStatus({ edits }: { edits: Edits }) {
  const { t, n } = useReader()
  const { waiting, isOffline, refused } = edits.picture
  const toChoose = refused.reduce((sum, batch) => sum + batch.edits.length, 0)
  const isHeld = waiting > 0 && isOffline
  return (
    <div className="row">
      <span className={isHeld || toChoose ? 'tag attention' : 'tag'} role="status">
        <Icon
          name={isHeld ? 'offline' : waiting ? 'saving' : toChoose ? 'alert' : 'check'}
          size={16}
        />
        {isHeld
          ? t.plan.offlineN(n(waiting))
          : waiting
            ? t.plan.savingN(n(waiting))
            : toChoose
              ? t.plan.toChooseN(n(toChoose))
              : t.plan.allSaved}
      </span>
      {isHeld && (
        <button type="button" className="quiet-button" onClick={() => edits.queue.sendNow()}>
          {t.plan.sendNow}
        </button>
      )}
    </div>
  )
}
