/** Districts as blocks and organisations as tiles: a quick look that leads on; a table behind it. */
import { Link, useSearch } from 'wouter'
import { Choices } from '../../../parts/Choices'
import { groupBy, sorted } from '../../../parts/group'
import { useReader, type Reader } from '../../../parts/reader'
import '../../../styles/comparison-map.css'
import type { Compared, Comparison } from '../comparison'
import type { ScreenProps } from '../screens'
import { ScreenTable, type TableColumn } from '../ScreenTable'
import { WithComparison } from '../WithComparison'
import { covered, MEASURES, stepsFor, type Measure } from './measures'

export default function MapScreen({ filters, change }: ScreenProps) {
  const { t } = useReader()
  const measure = MEASURES.find((one) => one === filters.measure) ?? 'timeliness'
  return (
    <WithComparison filters={filters} change={change}>
      {(comparison) => (
        <>
          <Choices
            look="row"
            label={t.map.measure}
            value={measure}
            onChange={(next) => change({ measure: next === 'timeliness' ? null : next })}
            options={MEASURES.map((one) => [one, t.map.measures[one]] as const)}
          />
          <Tiles comparison={comparison} measure={measure} />
          <details className="chart-table">
            <summary>{t.chartTable}</summary>
            <Table comparison={comparison} filters={filters} change={change} />
          </details>
        </>
      )}
    </WithComparison>
  )
}

function toldOf({ t, n, baht }: Reader, measure: Measure, one: Compared): string {
  if (one.revisionNumber == null) return t.comparison.noPlan
  if (measure === 'coverage') return t.map.coveredOf(n(covered(one)), n(one.coverage.length))
  if (measure === 'total') return `${baht(one.total)} ${t.map.baht}`
  return one.timeliness === 'LATE'
    ? `${t.comparison.lateTitle} ${t.comparison.daysLate(n(one.daysLate))}`
    : t.comparison.onTimeTitle
}

/** In the tile, so that it is told without colour. */
function signOf({ n, t }: Reader, measure: Measure, one: Compared, step: number): string {
  if (one.revisionNumber == null) return '–'
  if (measure === 'coverage') return n(covered(one))
  if (measure === 'total') return n(step)
  return one.timeliness === 'LATE' ? t.map.lateSign : '✓'
}

function Tiles({ comparison, measure }: { comparison: Comparison; measure: Measure }) {
  const reader = useReader()
  const { t, n, name } = reader
  const search = useSearch()
  const stepOf = stepsFor(measure, comparison.organisations)
  const order = comparison.province.districts.map((one) => one.code)
  const groups = sorted(
    groupBy(comparison.organisations, (one) => one.organisation.district?.code ?? ''),
    ([a], [b]) => order.indexOf(a) - order.indexOf(b),
  )
  const addressOf = (code: string) => {
    const next = new URLSearchParams(search)
    next.set('tab', 'budgets')
    next.delete('measure')
    if (code) next.set('district', code)
    return `/province?${next}`
  }
  return (
    <>
      <Legend measure={measure} />
      <div className="map">
        {groups.map(([code, own]) => {
          const { district } = own[0]!.organisation
          const title = district
            ? t.comparison.district(name(district))
            : t.submissions.provinceWide
          return (
            <section key={code} className="map-district">
              <h2>
                <Link href={addressOf(code)}>{title}</Link>{' '}
                <span className="soft small">
                  {n(own.filter((one) => one.revisionNumber != null).length)}/{n(own.length)}
                </span>
              </h2>
              <ul className="plain">
                {own.map((one) => {
                  const step = stepOf(one)
                  const told = `${one.organisation.nameShortTh}: ${toldOf(reader, measure, one)}`
                  return (
                    <li key={one.organisation.code} className={`tile step-${step}`} title={told}>
                      <span className="tile-sign">{signOf(reader, measure, one, step)}</span>
                      <span className="tile-name" lang="th">
                        {one.organisation.nameShortTh}
                      </span>
                      <span className="unseen">{toldOf(reader, measure, one)}</span>
                    </li>
                  )
                })}
              </ul>
            </section>
          )
        })}
      </div>
    </>
  )
}

function Legend({ measure }: { measure: Measure }) {
  const { t, n } = useReader()
  const steps: readonly (readonly [number, string, string])[] =
    measure === 'timeliness'
      ? [
          [5, '✓', t.comparison.onTimeTitle],
          [2, t.map.lateSign, t.comparison.lateTitle],
          [0, '–', t.comparison.noPlan],
        ]
      : [
          ...[1, 2, 3, 4, 5].map(
            (step) =>
              [
                step,
                measure === 'total' ? n(step) : '',
                step === 1 ? t.map.least : step === 5 ? t.map.most : '',
              ] as const,
          ),
          [0, '–', t.comparison.noPlan],
        ]
  return (
    <div className="legend" role="group" aria-label={t.comparison.legend}>
      {steps.map(([step, sign, words]) => (
        <span key={step} className="row">
          <span className={`tile step-${step}`} aria-hidden="true">
            <span className="tile-sign">{sign}</span>
          </span>
          {words}
        </span>
      ))}
      {measure === 'total' && <span className="soft small">{t.map.fifths}</span>}
    </div>
  )
}

interface TableProps extends Pick<ScreenProps, 'filters' | 'change'> {
  comparison: Comparison
}

function Table({ comparison, filters, change }: TableProps) {
  const reader = useReader()
  return (
    <ScreenTable
      label={reader.t.map.table}
      rows={comparison.organisations}
      keyOf={(one) => one.organisation.code}
      filters={filters}
      change={change}
      columns={columnsFor(reader)}
    />
  )
}

function columnsFor(reader: Reader): TableColumn<Compared>[] {
  const { t, name } = reader
  return [
    {
      key: 'name',
      head: t.comparison.organisation,
      value: (one) => one.organisation.nameShortTh,
      cell: (one) => <span lang="th">{one.organisation.nameShortTh}</span>,
    },
    {
      key: 'district',
      head: t.comparison.districtLabel,
      value: (one) => (one.organisation.district ? name(one.organisation.district) : null),
      cell: (one) => (one.organisation.district ? name(one.organisation.district) : '–'),
    },
    ...MEASURES.map((measure): TableColumn<Compared> => ({
      key: `m-${measure}`,
      head: t.map.measures[measure],
      cell: (one) => toldOf(reader, measure, one),
    })),
  ]
}
