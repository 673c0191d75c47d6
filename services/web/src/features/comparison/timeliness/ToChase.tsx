/** Who must be reminded of something today, the most pressing first. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ChaseReason } from '../../../gql/graphql'
import { sorted } from '../../../parts/group'
import { useReader } from '../../../parts/reader'
import type { Line } from './TimelinessScreen'

const ORDER: ChaseReason[] = [
  'PLAN_MISSING',
  'REPORT_MISSING',
  'RETURNED',
  'NOT_ADOPTED',
  'NOT_PUBLISHED',
]
const SHOWN = 8

export function ToChase({ lines }: { lines: readonly Line[] }) {
  const { t, n, name } = useReader()
  const [isWhole, setWhole] = useState(false)
  const first = (line: Line) => line.chases[0]!
  const all = sorted(
    lines.filter((line) => line.chases.length),
    (a, b) =>
      ORDER.indexOf(first(a).reason) - ORDER.indexOf(first(b).reason) ||
      first(b).days - first(a).days,
  )
  const shown = isWhole ? all : all.slice(0, SHOWN)
  return (
    <section className="card" aria-labelledby="to-chase">
      <h2 id="to-chase">
        {t.submissions.toChase} <span className="soft">{n(all.length)}</span>
      </h2>
      {all.length === 0 ? (
        <p className="soft">{t.submissions.nobody}</p>
      ) : (
        <ul className="plain lines">
          {shown.map((line) => (
            <li key={line.organisation.code} className="chase-line">
              <span>
                <OrganisationName line={line} />{' '}
                {line.organisation.district && (
                  <span className="soft small">
                    {t.comparison.district(name(line.organisation.district))}
                  </span>
                )}
              </span>
              <ul className="plain">
                {line.chases.map((chase) => (
                  <li key={chase.reason}>
                    <strong>{t.submissions.reasons[chase.reason]}</strong>{' '}
                    {chase.round && chase.fiscalYear && (
                      <span>
                        {n(t.reporting.rounds[chase.round])} {t.fiscalYear(n(chase.fiscalYear.be))}
                        {chase.rounds > 1 && ` (${t.submissions.owed(n(chase.rounds))})`}
                      </span>
                    )}{' '}
                    <span className="tag attention">
                      {chase.reason === 'PLAN_MISSING' || chase.reason === 'REPORT_MISSING'
                        ? t.comparison.overdue(n(chase.days))
                        : t.submissions.waits(n(chase.days))}
                    </span>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
      {all.length > shown.length && (
        <Button variant="default" className="no-print" onClick={() => setWhole(true)}>
          {t.submissions.showAll(n(all.length))}
        </Button>
      )}
    </section>
  )
}

/** A way to what it submitted, where it has. */
export function OrganisationName({ line }: { line: Line }) {
  const words = <span lang="th">{line.organisation.nameShortTh}</span>
  if (!line.revisionId) return words
  return <Link href={`/plan/revisions/${encodeURIComponent(line.revisionId)}`}>{words}</Link>
}
