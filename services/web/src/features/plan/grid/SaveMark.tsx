/** Where a cell's value is: a sign, its words for a screen reader and for the pointer. */
import { Icon, type IconName } from '../../../parts/Icon'
import { useReader } from '../../../parts/reader'
import type { SaveState } from '../edits/queue'

const signs: Record<SaveState, IconName> = {
  saved: 'check',
  saving: 'saving',
  offline: 'offline',
  conflict: 'alert',
  invalid: 'critical',
  held: 'clock',
}

export function SaveMark({ state, why }: { state: SaveState; why?: string | undefined }) {
  const { t } = useReader()
  const words = why ? `${t.plan.save[state]}: ${why}` : t.plan.save[state]
  return (
    <span className={`save-mark ${state}`} title={words}>
      <Icon name={signs[state]} size={15} />
      <span className="unseen">{words}</span>
    </span>
  )
}
