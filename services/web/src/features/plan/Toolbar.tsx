/** Small things above the grid. */
import { Button } from '@mantine/core'
import { AskError } from '../../parts/ask'
import { Icon, type IconName } from '../../parts/Icon'
import { Failed, Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import type { Initiative } from './plan'
import { STALE_UNDO, type Stale } from './rowSteps'
import { NEEDS_LINE } from './useRows'

interface ToolProps {
  icon: IconName
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
      title={label}
      onClick={isOn ? onUse : undefined}
    >
      <Icon name={icon} />
      <span className="tool-words">{label}</span>
    </button>
  )
}

interface RowsFailedProps {
  error: unknown
  /** A row that was not added, and how it is tried again: what was typed is not lost. */
  unadded?: { title: string; onAgain: () => void } | null
}

export function RowsFailed({ error, unadded }: RowsFailedProps) {
  const { t } = useReader()
  const again = unadded && (
    <>
      <p>{t.plan.notAdded(unadded.title)}</p>
      <div>
        <Button size="sm" variant="default" onClick={unadded.onAgain}>
          {t.plan.addAgain}
        </Button>
      </div>
    </>
  )
  if (error instanceof AskError && error.failure.code === STALE_UNDO) {
    return <StaleUndo stale={error.failure.values as Stale} />
  }
  if (error instanceof AskError && error.failure.code === NEEDS_LINE) {
    return (
      <Notice title={t.plan.needsLine} icon="offline" attention announce>
        {again}
      </Notice>
    )
  }
  return (
    <>
      <Failed error={error} />
      {again}
    </>
  )
}

/** Both values are shown; nothing of a colleague is taken back. */
function StaleUndo({ stale: { mine, current } }: { stale: Stale }) {
  const { t, n, budget } = useReader()
  const told = (row: Initiative | null) =>
    row
      ? [
          t.plan.placeOf(n(row.missionCode), n(row.number)),
          `${t.kinds[row.kind]}: ${row.title}`,
          ...row.budgets.map((cell) => `${n(cell.fiscalYear.be)}: ${budget(cell) || '…'}`),
          row.remarks,
        ]
          .filter(Boolean)
          .join(' · ')
      : t.plan.stale.gone
  return (
    <Notice title={t.plan.stale.title} icon="alert" attention announce>
      <p>
        {t.plan.stale.mine}: <strong>{told(mine)}</strong>
      </p>
      <p>
        {t.plan.stale.current}: <strong>{told(current)}</strong>
      </p>
    </Notice>
  )
}
