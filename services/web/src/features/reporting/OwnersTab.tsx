/** Who has not reported: rows without a person or a report, by person. */
import { useQuery } from '@tanstack/react-query'
import { ReportOwnersDocument, type ReportRound } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { Failed, Loading, Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'

export function OwnersTab({ year, round }: { year: number; round: ReportRound }) {
  const { t, n } = useReader()
  const owners = useQuery({
    queryKey: ['reportOwners', year, round],
    queryFn: async () =>
      (await ask(ReportOwnersDocument, { fiscalYear: year, round })).reportOwners,
  })
  if (owners.isPending) return <Loading />
  if (owners.isError) return <Failed error={owners.error} onAgain={() => void owners.refetch()} />
  if (!owners.data.length) return <Notice title={t.reporting.allReported} icon="check" />
  return (
    <div className="stack">
      {owners.data.map((owner) => (
        <section key={owner.person} className="card">
          <h2>
            <span lang="th">{owner.person || t.reporting.nobody}</span>{' '}
            <span className="soft">{t.reporting.owes(n(owner.rows.length))}</span>
          </h2>
          <ul className="plain lines">
            {owner.rows.map((owed) => (
              <li key={owed.row.initiativeId} className="report-owed">
                <span lang="th">
                  {n(owed.row.missionCode)} · {n(owed.row.number)} {owed.row.title}{' '}
                  <span className="soft small">{owed.unit}</span>
                </span>
                <strong className="small">
                  {[
                    owed.lacksPerson && t.reporting.lacksPerson,
                    owed.lacksReport && t.reporting.lacksReport,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </strong>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
