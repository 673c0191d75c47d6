/** Who submitted when: missing and late first. */
import { sorted } from '../../../parts/group'
import type { Timeliness as Kind } from '../../../gql/graphql'
import { useReader } from '../../../parts/reader'
import type { Compared } from '../comparison'

const ORDER: Kind[] = ['MISSING', 'LATE', 'AWAITED', 'ON_TIME']

export function Timeliness({ organisations }: { organisations: Compared[] }) {
  const { t, n, name, date } = useReader()
  const titles: Record<Kind, string> = {
    MISSING: t.comparison.missingTitle,
    LATE: t.comparison.lateTitle,
    AWAITED: t.comparison.awaitedTitle,
    ON_TIME: t.comparison.onTimeTitle,
  }
  const told = (one: Compared) => {
    const days = n(one.daysLate ?? 0)
    if (one.timeliness === 'MISSING') return one.daysLate ? t.comparison.overdue(days) : ''
    return one.timeliness === 'LATE' ? t.comparison.daysLate(days) : ''
  }
  return (
    <div className="timeliness">
      {ORDER.map((kind) => {
        const own = sorted(
          organisations.filter((one) => one.timeliness === kind),
          (a, b) => (b.daysLate ?? 0) - (a.daysLate ?? 0),
        )
        if (!own.length && (kind === 'AWAITED' || kind === 'ON_TIME')) return null
        return (
          <section key={kind} className="card" aria-labelledby={`time-${kind}`}>
            <h2 id={`time-${kind}`}>
              {titles[kind]} <span className="soft">{n(own.length)}</span>
            </h2>
            {own.length ? (
              <ul className="plain lines">
                {own.map((one) => (
                  <li key={one.organisation.code} className="time-line">
                    <span lang="th">
                      {one.organisation.nameShortTh}{' '}
                      {one.organisation.district && (
                        <span className="soft small">
                          {t.comparison.district(name(one.organisation.district))}
                        </span>
                      )}
                    </span>
                    <span className="time-told">
                      {told(one) && <strong>{told(one)}</strong>}{' '}
                      {one.submittedAt && (
                        <span className="soft small">
                          {t.comparison.submittedAt(date(one.submittedAt))}{' '}
                          {one.revisionNumber && t.comparison.revision(n(one.revisionNumber))}
                        </span>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            ) : (
              <p className="soft">{t.comparison.none}</p>
            )}
          </section>
        )
      })}
    </div>
  )
}
