/** Missions that the plan does not cover yet, always in sight; each opens the adding of a row. */
import { useReader } from '../../parts/reader'
import { Icon } from '../../parts/Icon'
import type { Plan } from './plan'

interface MissionsLeftProps {
  plan: Plan
  onAdd: ((missionCode: string) => void) | null
}

export function MissionsLeft({ plan, onAdd }: MissionsLeftProps) {
  const { t, n } = useReader()
  const left = missionsLeft(plan)
  if (!left.length) {
    return (
      <p className="missions-left soft no-print">
        <Icon name="check" size={16} /> {t.plan.missionsCovered}
      </p>
    )
  }
  return (
    <nav className="missions-left no-print" aria-label={t.plan.missionsLeft(n(left.length))}>
      <span className="attention-ink">{t.plan.missionsLeft(n(left.length))}</span>
      <ul className="plain">
        {left.map(({ code, titleTh }) => (
          <li key={code} title={titleTh}>
            {onAdd ? (
              <button
                type="button"
                className="quiet-button"
                aria-label={`${t.plan.addTo(n(code))} ${titleTh}`}
                onClick={() => onAdd(code)}
              >
                <Icon name="add" size={14} />
                {n(code)}
              </button>
            ) : (
              n(code)
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}

export function missionsLeft(plan: Plan) {
  const covered = new Set(plan.initiatives.map((row) => row.missionCode))
  return plan.edition.dimensions
    .flatMap((dimension) => dimension.missions)
    .filter((mission) => !covered.has(mission.code))
}
