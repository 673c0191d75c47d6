/** What was submitted of a round, newest first; the newest can be made readable for everybody. */
import { Link } from 'wouter'
import type { ReportHeadFragment } from '../../gql/graphql'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { PublishedPanel } from '../publications/PublishedPanel'
import { PublishReport } from '../publications/PublishReport'
import { standing, usePublications } from '../publications/publications'
import { useMay } from '../session/viewer'
import { Score } from './Figures'
import type { Choice } from './reporting'

const KINDS = { SIX_MONTHS: ['FOLLOW_UP'], TWELVE_MONTHS: ['ANNUAL_RESULT'] } as const

interface SentTabProps {
  choice: Choice
  reports: readonly ReportHeadFragment[]
}

export function SentTab({ choice, reports }: SentTabProps) {
  const { t, n, moment } = useReader()
  const mayPublish = useMay('PLAN_ADOPT')
  const acts = usePublications().data
  const kinds = KINDS[choice.round]
  const period = String(choice.year)
  const shown =
    acts && standing(acts, kinds, period).find((one) => one.number === reports[0]?.number)
  const isPublishable = mayPublish && acts && (!shown || shown.isWithdrawn)
  return (
    <div className="stack">
      {!reports.length && <Notice title={t.reporting.noneSent} />}
      <ul className="plain card report-list">
        {reports.map((report, at) => (
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
            {/* Stays while its dialog says where the public page is: hence not unmounted by it. */}
            {at === 0 && mayPublish && (
              <PublishReport id={report.id} number={report.number} isNeeded={!!isPublishable} />
            )}
          </li>
        ))}
      </ul>
      <PublishedPanel kinds={kinds} period={period} />
    </div>
  )
}
