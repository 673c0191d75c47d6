/** What was submitted of a round, newest first. */
import { Link } from 'wouter'
import type { ReportHeadFragment } from '../../gql/graphql'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { Score } from './Figures'

export function SentTab({ reports }: { reports: readonly ReportHeadFragment[] }) {
  const { t, n, moment } = useReader()
  if (!reports.length) return <Notice title={t.reporting.noneSent} />
  return (
    <ul className="plain card report-list">
      {reports.map((report) => (
        <li key={report.id} className="report-owed">
          <span>
            <strong>{t.reporting.number(n(report.number))}</strong>{' '}
            <span className="soft" lang="th">
              {t.reporting.sentBy(report.submittedBy, moment(report.submittedAt))}
            </span>
          </span>
          <Score score={report.score} flag={report.flag} />
          <Link href={`/report/submitted/${encodeURIComponent(report.id)}`}>
            {t.reporting.read}
          </Link>
        </li>
      ))}
    </ul>
  )
}
