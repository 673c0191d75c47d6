/** Submissions by district, and how they came in over time against the deadline. */
import { useMemo } from 'react'
import { Chart } from '../../../parts/Chart'
import { useReader } from '../../../parts/reader'
import type { ScreenProps } from '../screens'
import { ScreenTable, type TableColumn } from '../ScreenTable'
import type { Submissions } from './TimelinessScreen'

type Tally = Submissions['districts'][number]

const COUNTS = [
  'expected',
  'received',
  'onTime',
  'late',
  'missing',
  'awaited',
  'returned',
  'accepted',
  'adopted',
  'published',
  'whole',
] as const

interface ByDistrictProps extends ScreenProps {
  found: Submissions
}

export function ByDistrict({ found, area, filters, change }: ByDistrictProps) {
  const { t, n, name } = useReader()
  const columns: TableColumn<Tally>[] = [
    {
      key: 'district',
      head: t.comparison.districtLabel,
      value: (one) => (one.district ? name(one.district) : null),
      cell: (one) => (one.district ? name(one.district) : t.submissions.provinceWide),
    },
    ...COUNTS.map((key): TableColumn<Tally> => ({
      key,
      head: t.submissions.counts[key],
      value: (one) => one[key],
      cell: (one) => n(one[key]),
      isFigure: true,
    })),
  ]
  const total = Object.fromEntries(COUNTS.map((key) => [key, n(found.totals[key])]))
  return (
    <div className="stack">
      <h2>{t.submissions.byDistrict}</h2>
      {!area.district && (
        <ScreenTable
          label={t.submissions.byDistrict}
          rows={found.districts}
          keyOf={(one) => one.district?.code ?? ''}
          columns={columns}
          filters={filters}
          change={change}
          total={{ district: t.comparison.allTotal(n(found.totals.expected)), ...total }}
        />
      )}
      <OverTime found={found} />
    </div>
  )
}

function OverTime({ found }: { found: Submissions }) {
  const { t, n, date } = useReader()
  const { overTime, totals, dueOn, madeAt } = found
  const option = useMemo(() => {
    const dayOf = (iso: string) => iso.slice(0, 10)
    const points = overTime.map((one) => [dayOf(one.on), one.received])
    const today = dayOf(new Date(Date.parse(madeAt) + 7 * 3_600_000).toISOString())
    const last = overTime.at(-1)
    if (last && last.on < today) points.push([today, last.received])
    const line = (xAxis: string, words: string) => ({
      xAxis,
      label: { formatter: words, position: 'insideEndTop' },
    })
    return {
      grid: { left: 48, right: 24, top: 24, bottom: 32 },
      xAxis: {
        type: 'time',
        axisLabel: { formatter: (at: number) => n(shortDay(at)), hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: totals.expected,
        minInterval: 1,
        axisLabel: { formatter: (value: number) => n(value) },
      },
      series: [
        {
          type: 'line',
          step: 'end',
          symbolSize: 7,
          data: points,
          markLine: {
            symbol: 'none',
            data: dueOn ? [line(dueOn, t.submissions.dueLine)] : [],
          },
        },
      ],
    }
  }, [overTime, totals.expected, dueOn, madeAt, n, t])
  if (overTime.length < 2) return null
  return (
    <Chart
      label={t.submissions.overTime(n(totals.expected))}
      option={option}
      height={14}
      table={
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t.submissions.day}</th>
              <th scope="col" className="figure">
                {t.submissions.counts.received}
              </th>
            </tr>
          </thead>
          <tbody>
            {overTime.map((one) => (
              <tr key={one.on}>
                <td>{date(one.on)}</td>
                <td className="figure">{n(one.received)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  )
}

const SHORT = new Intl.DateTimeFormat('th-TH-u-ca-buddhist-nu-latn', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
})
const shortDay = (at: number) => SHORT.format(new Date(at))
