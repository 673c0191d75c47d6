/** Small things above the grid. */
import { AskError } from '../../parts/ask'
import { Icon } from '../../parts/Icon'
import { Failed, Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { NEEDS_LINE } from './useRows'

interface ToolProps {
  icon: 'undo' | 'redo'
  label: string
  isOn: boolean
  onUse: () => void
}

export function Tool({ icon, label, isOn, onUse }: ToolProps) {
  return (
    <button
      type="button"
      className="quiet-button"
      aria-disabled={!isOn}
      onClick={isOn ? onUse : undefined}
    >
      <Icon name={icon} />
      {label}
    </button>
  )
}

export function RowsFailed({ error }: { error: unknown }) {
  const { t } = useReader()
  if (error instanceof AskError && error.failure.code === NEEDS_LINE) {
    return <Notice title={t.plan.needsLine} icon="offline" attention announce />
  }
  return <Failed error={error} />
}
