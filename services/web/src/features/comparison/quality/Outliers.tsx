/** Budgets far from their peers', each with the figures that it was judged by. */
import { useReader, type Reader } from '../../../parts/reader'
import type { ScreenProps } from '../screens'
import { ScreenTable, type TableColumn } from '../ScreenTable'
import { PlanLink, type Outlier } from './QualityScreen'

interface OutliersProps extends ScreenProps {
  outliers: readonly Outlier[]
}

export function Outliers({ outliers, area, filters, change }: OutliersProps) {
  const reader = useReader()
  const { t, n, name } = reader
  const place = area.district ?? area.province
  return (
    <div className="stack">
      <h2>{t.quality.outliers}</h2>
      <p className="soft">{t.quality.outliersHow(place ? name(place) : '', n('5'))}</p>
      {outliers.length === 0 ? (
        <p>{t.quality.noOutliers}</p>
      ) : (
        <ScreenTable
          label={t.quality.outliers}
          rows={outliers}
          keyOf={(one) => `${one.plan.organisation.code} ${one.dimensionCode} ${one.fiscalYear.be}`}
          columns={columnsFor(reader)}
          filters={filters}
          change={change}
        />
      )}
    </div>
  )
}

function columnsFor({ t, n, name, baht }: Reader): TableColumn<Outlier>[] {
  return [
    {
      key: 'name',
      head: t.comparison.organisation,
      cell: (one) => (
        <>
          <PlanLink plan={one.plan} />
          {one.plan.organisation.district && (
            <span className="soft small block">
              {t.comparison.district(name(one.plan.organisation.district))}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'dimension',
      head: t.quality.what,
      value: (one) => one.dimensionCode,
      cell: (one) => <span className="unbroken">{t.dimension(n(one.dimensionCode))}</span>,
    },
    {
      key: 'year',
      head: t.quality.year,
      value: (one) => one.fiscalYear.be,
      cell: (one) => n(one.fiscalYear.be),
      isFigure: true,
    },
    {
      key: 'amount',
      head: t.quality.amount,
      value: (one) => Number(one.amount),
      cell: (one) => baht(one.amount),
      isFigure: true,
    },
    {
      key: 'times',
      head: t.quality.against,
      value: (one) => Number(one.times) * (one.isHigh ? 1 : -1),
      cell: (one) => (
        <span className={`outlier-mark ${one.isHigh ? 'high' : 'low'}`}>
          <span aria-hidden="true">{one.isHigh ? '▲' : '▼'}</span>{' '}
          {one.isHigh ? t.quality.above(n(one.times)) : t.quality.below(n(one.times))}
        </span>
      ),
    },
    {
      key: 'because',
      head: t.quality.because,
      cell: (one) => (
        <span className="because">
          {t.quality.peers(n(one.peers), t.organisationKinds[one.peerKind], baht(one.median))}{' '}
          <span className="soft">{t.quality.usual(baht(one.low), baht(one.high))}</span>
        </span>
      ),
    },
  ]
}
