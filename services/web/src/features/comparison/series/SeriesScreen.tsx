/** Budgets year by year across editions: by dimension of the newest, what has no like there apart. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import {
  SeriesDocument,
  type SeriesFigurePartsFragment,
  type SeriesQuery,
} from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Chart } from '../../../parts/Chart'
import { BudgetFigure } from '../../../parts/Marks'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader, type Reader } from '../../../parts/reader'
import { Scroller } from '../../../parts/Scroller'
import { excelOf } from '../comparison'
import type { ScreenProps } from '../screens'
import { ScreenTable, type TableColumn } from '../ScreenTable'
import { ExcelButton } from '../WithComparison'

type Series = SeriesQuery['series']
type Figure = SeriesFigurePartsFragment
type Place = Series['seriesPlaces'][number]

export default function SeriesScreen({ area, filters, change }: ScreenProps) {
  const { t, n, moment, digits, language } = useReader()
  const words = t.series
  const variables = {
    editionCode: area.edition.code,
    provinceCode: area.province?.code ?? null,
    districtCode: area.district?.code ?? null,
    kind: filters.kind,
  }
  const found = useQuery({
    queryKey: ['series', variables],
    queryFn: async () => (await ask(SeriesDocument, variables)).series,
  })
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  if (!found.data) return <Loading />
  const series = found.data
  const editions = new Set(series.fiscalYears.flatMap((one) => one.editionCode ?? []))
  return (
    <div className="stack">
      <div className="row spread">
        <p className="summary">
          <strong>{words.editions(n(editions.size))}</strong>
          <span className="soft">{t.comparison.madeAt(moment(series.madeAt))}</span>
        </p>
        <ExcelButton href={excelOf('series', variables, { digits, language })} />
      </div>
      <p className="soft">{words.how}</p>
      <ByDimension series={series} />
      <Lines series={series} />
      <h2>{words.places}</h2>
      <Places series={series} {...{ area, filters, change }} />
      {series.followed.length > 0 && <Crosswalk series={series} />}
    </div>
  )
}

function useYearHeads(series: Series) {
  const { t, n } = useReader()
  return series.fiscalYears.map(({ fiscalYear, editionCode, submitted }) => ({
    be: fiscalYear.be,
    head: n(fiscalYear.be),
    told:
      editionCode === null
        ? t.series.gap
        : t.series.covered(n(editionCode), n(submitted), n(series.organisations)),
  }))
}

function ByDimension({ series }: { series: Series }) {
  const { t, n } = useReader()
  const years = useYearHeads(series)
  return (
    <Scroller className="compare-box" label={t.series.table}>
      <table className="compare">
        <caption className="unseen">{t.series.table}</caption>
        <thead>
          <tr>
            <th scope="col" className="first">
              {t.series.what}
            </th>
            {years.map(({ be, head, told }) => (
              <th key={be} scope="col" className="figure">
                {head}
                <span className="soft small block">{told}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.dimensions.map((one) => (
            <Row
              key={one.dimensionCode}
              name={t.dimension(n(one.dimensionCode))}
              title={one.titleTh}
              figures={one.figures}
            />
          ))}
        </tbody>
        {series.unmapped.length > 0 && (
          <tbody>
            <tr className="group">
              <th scope="rowgroup" colSpan={years.length + 1}>
                {t.series.unmapped}
              </th>
            </tr>
            {series.unmapped.map(({ mission, figures }) => (
              <Row
                key={`${mission.editionCode} ${mission.missionCode}`}
                name={t.series.without(n(mission.missionCode), n(mission.editionCode))}
                title={mission.titleTh}
                figures={figures}
                isSmall
              />
            ))}
          </tbody>
        )}
        <tfoot>
          <Row name={t.comparison.total} figures={series.totalFigures} />
        </tfoot>
      </table>
    </Scroller>
  )
}

interface RowProps {
  name: string
  title?: string
  figures: readonly Figure[]
  isSmall?: boolean
}

function Row({ name, title, figures, isSmall }: RowProps) {
  return (
    <tr className={isSmall ? 'small' : undefined}>
      <th scope="row" className="first" title={title}>
        {name}
        {title && <span className="unseen"> {title}</span>}
      </th>
      {figures.map((figure) => (
        <td key={figure.fiscalYear.be} className="figure">
          <Told figure={figure} />
        </td>
      ))}
    </tr>
  )
}

/** Nothing known is not nothing planned: a year without an edition or a plan stays hatched. */
function Told({ figure }: { figure: Figure }) {
  const { t } = useReader()
  if (figure.budget) return <BudgetFigure budget={figure.budget} />
  return (
    <span className="soft" title={t.series.unknown}>
      <span aria-hidden="true">·</span>
      <span className="unseen">{t.series.unknown}</span>
    </span>
  )
}

function Lines({ series }: { series: Series }) {
  const { t, n, baht } = useReader()
  const years = useYearHeads(series)
  const option = useMemo(
    () => ({
      grid: { left: 56, right: 16, top: 36, bottom: 28 },
      legend: { top: 0, right: 0 },
      xAxis: { type: 'category', data: series.fiscalYears.map((one) => n(one.fiscalYear.be)) },
      yAxis: {
        type: 'value',
        axisLabel: { formatter: (value: number) => n(value) },
      },
      series: series.dimensions.map((one) => ({
        type: 'line',
        name: t.dimension(n(one.dimensionCode)),
        symbolSize: 8,
        // A gap between two editions stays a gap.
        connectNulls: false,
        data: one.figures.map(({ budget }) =>
          budget?.state === 'AMOUNT' ? Number(budget.amount) / 1_000_000 : null,
        ),
      })),
    }),
    [series, n, t],
  )
  return (
    <Chart
      label={t.series.chart}
      option={option}
      height={15}
      table={
        <table className="plain-table">
          <tbody>
            {series.dimensions.map((one) => (
              <tr key={one.dimensionCode}>
                <th scope="row">{t.dimension(n(one.dimensionCode))}</th>
                {one.figures.map(({ fiscalYear, budget }, at) => (
                  <td key={fiscalYear.be} className="figure">
                    {years[at]?.head}: {budget?.state === 'AMOUNT' ? baht(budget.amount) : '-'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  )
}

function Places({ series, filters, change }: { series: Series } & ScreenProps) {
  const reader = useReader()
  const { t } = reader
  return (
    <ScreenTable
      label={t.series.places}
      rows={series.seriesPlaces}
      keyOf={(one) => one.province?.code ?? one.organisation?.code ?? ''}
      columns={columnsFor(reader, series)}
      filters={filters}
      change={change}
    />
  )
}

function columnsFor({ t, n, name }: Reader, series: Series): TableColumn<Place>[] {
  const isNation = series.seriesPlaces.some((one) => one.province)
  return [
    {
      key: 'name',
      head: isNation ? t.comparison.provinceLabel : t.comparison.organisation,
      value: (one) => (one.province ? name(one.province) : (one.organisation?.nameShortTh ?? null)),
      cell: (one) =>
        one.province ? name(one.province) : <span lang="th">{one.organisation?.nameShortTh}</span>,
    },
    ...series.fiscalYears.map(({ fiscalYear: { be } }, at): TableColumn<Place> => ({
      key: String(be),
      head: n(be),
      isFigure: true,
      value: (one) => {
        const budget = one.figures[at]?.budget
        return budget?.state === 'AMOUNT' ? Number(budget.amount) : null
      },
      cell: (one) => one.figures[at] && <Told figure={one.figures[at]} />,
    })),
  ]
}

function Crosswalk({ series }: { series: Series }) {
  const { t, n } = useReader()
  const lost = series.followed.filter((one) => one.toCode === null).length
  return (
    <details>
      <summary>{t.series.crosswalk(n(series.followed.length), n(lost))}</summary>
      <ul className="plain lines">
        {series.followed.map((one) => (
          <li key={`${one.editionCode} ${one.missionCode}`}>
            <span lang="th">
              {n(one.editionCode)} · {n(one.missionCode)} {one.titleTh}
            </span>
            <span className="soft block">
              {'→ '}
              {one.toCode === null ? (
                t.series.noLike
              ) : (
                <span lang="th">
                  {n(one.toCode)} {one.toTitleTh}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
