/** One line that tells where the typed work is. */
import { useQueryClient } from '@tanstack/react-query'
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'
import type { Edits } from './edits/useEdits'

export function SaveStatus({ edits }: { edits: Edits }) {
  const { t, n } = useReader()
  const client = useQueryClient()
  const { waiting, isOffline, isSignedOut, refused, unreadable } = edits.picture
  const toChoose = refused.reduce((sum, batch) => sum + batch.edits.length, 0)
  const isHeld = waiting > 0 && isOffline
  const needsCare = isHeld || toChoose > 0 || unreadable.size > 0
  return (
    <div className="row">
      <span className={needsCare ? 'tag attention' : 'tag'} role="status">
        <Icon
          name={isHeld ? 'offline' : waiting ? 'saving' : needsCare ? 'alert' : 'check'}
          size={16}
        />
        {isHeld
          ? (isSignedOut ? t.plan.signedOutN : t.plan.offlineN)(n(waiting))
          : waiting
            ? t.plan.savingN(n(waiting))
            : [
                toChoose > 0 && t.plan.toChooseN(n(toChoose)),
                unreadable.size > 0 && t.plan.unreadableN(n(unreadable.size)),
              ]
                .filter(Boolean)
                .join(' · ') || t.plan.allSaved}
      </span>
      {isHeld && isSignedOut && (
        <button
          type="button"
          className="quiet-button"
          onClick={() => void client.invalidateQueries({ queryKey: ['viewer'] })}
        >
          {t.plan.signInAgain}
        </button>
      )}
      {isHeld && !isSignedOut && (
        <button type="button" className="quiet-button" onClick={() => edits.queue.sendNow()}>
          {t.plan.sendNow}
        </button>
      )}
    </div>
  )
}
