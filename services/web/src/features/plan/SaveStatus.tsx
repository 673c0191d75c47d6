/** One line that tells where the typed work is. */
import { useQueryClient } from '@tanstack/react-query'
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'
import type { Unreadable } from './edits/queue'
import type { Edits } from './edits/useEdits'

interface SaveStatusProps {
  edits: Edits
  /** To the cell of which the queue knows this key. */
  onGo: (key: string) => void
}

export function SaveStatus({ edits, onGo }: SaveStatusProps) {
  const { t, n } = useReader()
  const client = useQueryClient()
  const { waiting, isOffline, isSignedOut, refused, unreadable } = edits.picture
  const [firstOpen] = unreadable.keys()
  const unfinished = [...unreadable.values()].filter(isUnfinished).length
  const unread = unreadable.size - unfinished
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
                unread > 0 && t.plan.unreadableN(n(unread)),
                unfinished > 0 && t.plan.unfinishedN(n(unfinished)),
              ]
                .filter(Boolean)
                .join(' · ') || t.plan.allSaved}
      </span>
      {firstOpen !== undefined && (
        <button type="button" className="quiet-button" onClick={() => onGo(firstOpen)}>
          {t.plan.goToCell}
        </button>
      )}
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

const isUnfinished = ({ why }: Unreadable) => why === 'unfinished'
