/** Money and assessments of the year by organisation and dimension, the own score beside others'. */
import { useReader, type Reader } from '../../../parts/reader'
import type { ScreenProps } from '../screens'
import { ScreenTable, type TableColumn } from '../ScreenTable'
import { ReportLink } from './ByReport'
import type { Reported } from './ProgressScreen'

type Part = Reported['dimensions'][number] & { report: Reported }

interface ByDimensionProps extends ScreenProps {
  reports: readonly Reported[]
}

export function ByDimension({ reports, filters, change }: ByDimensionProps) {
  const reader = useReader()
  const { t } = reader
  const rows = reports.flatMap((report) => report.dimensions.map((one) => ({ ...one, report })))
  return (
    <div className="stack">
      <h2>{t.progress.byDimension}</h2>
      <p className="soft">{t.progress.differences}</p>
      <ScreenTable
        label={t.progress.byDimension}
        rows={rows}
        keyOf={(one) => `${one.report.organisation.code} ${one.dimensionCode}`}
        columns={columnsFor(reader)}
        filters={filters}
        change={change}
      />
    </div>
  )
}

const MONEY = ['planned', 'disbursed'] as const
const SCORES = ['selfScore', 'provinceScore', 'centralScore'] as const
const DIFFERENCES = ['againstProvince', 'againstCentral'] as const

function columnsFor({ t, n, baht }: Reader): TableColumn<Part>[] {
  const signed = (text: string) => n(Number(text) > 0 ? `+${text}` : text.replace('-', '−'))
  const figure = (
    key: (typeof MONEY | typeof SCORES | typeof DIFFERENCES)[number],
    head: string,
    told: (text: string) => string,
  ): TableColumn<Part> => ({
    key: `part-${key}`,
    head,
    value: (one) => (one[key] === null ? null : Number(one[key])),
    cell: (one) => (one[key] ? told(one[key]) : ''),
    isFigure: true,
  })
  return [
    {
      key: 'part-name',
      head: t.comparison.organisation,
      value: (one) => one.report.organisation.nameShortTh,
      cell: (one) => <ReportLink report={one.report} />,
    },
    {
      key: 'dimension',
      head: t.progress.dimension,
      value: (one) => one.dimensionCode,
      cell: (one) => <span className="unbroken">{t.dimension(n(one.dimensionCode))}</span>,
    },
    ...MONEY.map((key) => figure(key, t.progress[key], baht)),
    ...SCORES.map((key) => figure(key, t.progress.scores[key], n)),
    ...DIFFERENCES.map((key) => figure(key, t.progress.scores[key], signed)),
  ]
}
