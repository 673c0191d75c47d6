/** The area's reports of every year: scores, how far initiatives are, money. */
import { useMemo } from 'react'
import { Chart } from '../../../parts/Chart'
import { useReader } from '../../../parts/reader'
import { Scroller } from '../../../parts/Scroller'
import type { AreaProgress } from './ProgressScreen'

const COUNTS = [
  'reported',
  'green',
  'orange',
  'red',
  'done',
  'inProgress',
  'cannot',
  'noneYet',
  'leftOut',
] as const

export function ByYear({ years }: { years: AreaProgress['years'] }) {
  const { t, n } = useReader()
  const option = useMemo(
    () => ({
      grid: { left: 56, right: 16, top: 36, bottom: 28 },
      legend: { top: 0, right: 0 },
      xAxis: { type: 'category', data: years.map((one) => n(one.fiscalYear.be)) },
      yAxis: {
        type: 'value',
        axisLabel: { formatter: (value: number) => n(value) },
      },
      series: (['planned', 'disbursed'] as const).map((key) => ({
        type: 'bar',
        name: t.progress.money[key],
        barMaxWidth: 36,
        data: years.map((one) => (one[key] === null ? null : Number(one[key]) / 1_000_000)),
      })),
    }),
    [years, n, t],
  )
  const table = <Table years={years} />
  return (
    <div className="stack">
      <h2>{t.progress.byYear}</h2>
      {table}
      <Chart label={t.progress.chart} option={option} height={13} table={<Money years={years} />} />
    </div>
  )
}

function Table({ years }: { years: AreaProgress['years'] }) {
  const { t, n, baht } = useReader()
  return (
    <Scroller className="compare-box" label={t.progress.byYear}>
      <table className="compare">
        <thead>
          <tr>
            <th scope="col" className="first">
              {t.progress.year}
            </th>
            {COUNTS.map((key) => (
              <th key={key} scope="col" className="figure">
                {t.progress.counts[key]}
              </th>
            ))}
            <th scope="col" className="figure">
              {t.progress.planned}
            </th>
            <th scope="col" className="figure">
              {t.progress.disbursed}
            </th>
          </tr>
        </thead>
        <tbody>
          {years.map((one) => (
            <tr key={one.fiscalYear.be}>
              <th scope="row" className="first">
                {n(one.fiscalYear.be)}
              </th>
              {COUNTS.map((key) => (
                <td key={key} className="figure">
                  {n(one[key])}
                </td>
              ))}
              <td className="figure">{one.planned === null ? '' : baht(one.planned)}</td>
              <td className="figure">{one.disbursed === null ? '' : baht(one.disbursed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

function Money({ years }: { years: AreaProgress['years'] }) {
  const { t, n, baht } = useReader()
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{t.progress.year}</th>
          <th scope="col" className="figure">
            {t.progress.planned}
          </th>
          <th scope="col" className="figure">
            {t.progress.disbursed}
          </th>
        </tr>
      </thead>
      <tbody>
        {years.map((one) => (
          <tr key={one.fiscalYear.be}>
            <td>{n(one.fiscalYear.be)}</td>
            <td className="figure">{one.planned === null ? '' : baht(one.planned)}</td>
            <td className="figure">{one.disbursed === null ? '' : baht(one.disbursed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
