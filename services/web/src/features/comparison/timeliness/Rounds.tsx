/** Reports of every round against what was due. */
import { Link, useSearch } from 'wouter'
import { Scroller } from '../../../parts/Scroller'
import { useReader } from '../../../parts/reader'
import type { Submissions } from './TimelinessScreen'

const COUNTS = ['expected', 'received', 'onTime', 'late', 'missing'] as const

export function Rounds({ rounds }: { rounds: Submissions['rounds'] }) {
  const { t, n, date } = useReader()
  const search = useSearch()
  const addressOf = (year: number, round: string) => {
    const next = new URLSearchParams(search)
    next.set('tab', 'reports')
    next.set('year', String(year))
    next.set('round', round)
    return `/province?${next}`
  }
  if (!rounds.length) return null
  return (
    <div className="stack">
      <h2>{t.submissions.byRound}</h2>
      <Scroller className="compare-box" label={t.submissions.byRound}>
        <table className="compare">
          <thead>
            <tr>
              <th scope="col" className="first">
                {t.reporting.round}
              </th>
              <th scope="col">{t.submissions.due}</th>
              {COUNTS.map((key) => (
                <th key={key} scope="col" className="figure">
                  {t.submissions.counts[key]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rounds.map((one) => (
              <tr key={`${one.fiscalYear.be} ${one.round}`}>
                <th scope="row" className="first">
                  <Link href={addressOf(one.fiscalYear.be, one.round)}>
                    {t.fiscalYear(n(one.fiscalYear.be))} {n(t.reporting.rounds[one.round])}
                  </Link>
                </th>
                <td>{date(one.dueOn)}</td>
                {COUNTS.map((key) => (
                  <td key={key} className="figure">
                    {n(one[key])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </div>
  )
}
