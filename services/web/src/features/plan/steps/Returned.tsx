/** Why the plan was returned: every reason with a way to its row or cell. */
import { Notice } from '../../../parts/Notice'
import { useReader, type Reader } from '../../../parts/reader'
import { SECTION_ORDER } from '../parts/sections'
import { wayToReason, type Way } from '../findings/way'
import type { Plan } from '../plan'
import type { Reason } from './gate'

interface ReturnedProps {
  plan: Plan
  onGo: (way: Way) => void
}

export function Returned({ plan, onGo }: ReturnedProps) {
  const reader = useReader()
  const { t, n, moment } = reader
  const [first] = plan.returned
  if (plan.stage !== 'RETURNED' || !first) return null
  const note = plan.steps.at(-1)?.note
  return (
    <Notice title={t.steps.returned(n(plan.returned.length))} icon="note" attention>
      <p className="soft">{t.steps.returnedBy(first.byName, moment(first.at))}</p>
      {note && <p lang="th">{note}</p>}
      <ul className="plain reason-list">
        {plan.returned.map((reason) => {
          const way = wayToReason(reason)
          const place = placeOf(plan, reason, reader)
          return (
            <li key={reason.id}>
              {way ? (
                <button type="button" className="quiet-button" onClick={() => onGo(way)}>
                  {place}
                </button>
              ) : (
                <strong>{place}</strong>
              )}
              <span lang="th">{reason.reason}</span>
            </li>
          )
        })}
      </ul>
    </Notice>
  )
}

/** Where a reason points, in words. */
export function placeOf(plan: Pick<Plan, 'initiatives'>, reason: Reason, { t, n }: Reader): string {
  const row = plan.initiatives.find((one) => one.id === reason.initiativeId)
  if (!row) {
    const known = SECTION_ORDER.find((one) => one === reason.sectionCode)
    const part = t.steps.parts[reason.part]
    return known ? `${part}: ${t.parts.sections[known]}` : part
  }
  const title = `${n(`${row.missionCode} (${row.number})`)} ${row.title}`
  return reason.fiscalYear ? `${title} ${t.fiscalYear(n(reason.fiscalYear.be))}` : title
}
