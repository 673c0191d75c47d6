/** The year's newest report of every organisation; each figure leads to the report's rows. */
import { Link } from 'wouter'
import { useReader, type Reader } from '../../../parts/reader'
import { Score } from '../../reporting/Figures'
import type { ScreenProps } from '../screens'
import { ScreenTable, type TableColumn } from '../ScreenTable'
import type { Reported } from './ProgressScreen'

interface ByReportProps extends ScreenProps {
  reports: readonly Reported[]
}

const COUNTS = ['done', 'inProgress', 'cannot', 'noneYet', 'leftOut'] as const

export function ByReport({ reports, filters, change }: ByReportProps) {
  const reader = useReader()
  const { t } = reader
  return (
    <div className="stack">
      <h2>{t.progress.byReport}</h2>
      <ScreenTable
        label={t.progress.byReport}
        rows={reports}
        keyOf={(one) => one.organisation.code}
        columns={columnsFor(reader)}
        filters={filters}
        change={change}
      />
    </div>
  )
}

export function ReportLink({ report }: { report: Reported }) {
  return (
    <Link href={`/report/submitted/${encodeURIComponent(report.reportId)}`}>
      <span lang="th">{report.organisation.nameShortTh}</span>
    </Link>
  )
}

function columnsFor({ t, n, baht }: Reader): TableColumn<Reported>[] {
  return [
    {
      key: 'name',
      head: t.comparison.organisation,
      value: (one) => one.organisation.nameShortTh,
      cell: (one) => <ReportLink report={one} />,
    },
    {
      key: 'round',
      head: t.reporting.round,
      value: (one) => one.round,
      cell: (one) => <span className="unbroken">{n(t.reporting.rounds[one.round])}</span>,
    },
    {
      key: 'score',
      head: t.progress.score,
      value: (one) => (one.score === null ? null : Number(one.score)),
      cell: (one) => <Score score={one.score ?? null} flag={one.flag ?? null} />,
    },
    ...COUNTS.map((key): TableColumn<Reported> => ({
      key,
      head: t.progress.counts[key],
      value: (one) => one[key],
      cell: (one) => n(one[key]),
      isFigure: true,
    })),
    ...(['planned', 'disbursed'] as const).map((key): TableColumn<Reported> => ({
      key,
      head: t.progress[key],
      value: (one) => (one[key] === null ? null : Number(one[key])),
      cell: (one) => (one[key] === null ? '' : baht(one[key])),
      isFigure: true,
    })),
  ]
}
