/** The outer lines of a pivot as bars on one scale, the first twenty by value. */
import { useMemo } from 'react'
import { Chart } from '../../../parts/Chart'
import { sorted } from '../../../parts/group'
import { useReader } from '../../../parts/reader'
import type { Area } from '../area'
import { nameOf, numberOf, written, type Choice, type Pivot } from './pivot'

const SHOWN = 20

interface PivotChartProps {
  pivot: Pivot
  choice: Choice
  area: Area
}

export function PivotChart({ pivot, choice, area }: PivotChartProps) {
  const reader = useReader()
  const { t, n } = reader
  const { value } = choice
  const axis = choice.rows[0]!
  const lines = useMemo(
    () =>
      sorted(
        pivot.groups.filter((line) => line.labels.length === 1),
        (a, b) => numberOf(value, b.total) - numberOf(value, a.total),
      ).slice(0, SHOWN),
    [pivot, value],
  )
  const option = useMemo(() => {
    const shown = lines.toReversed()
    return {
      grid: { left: 8, right: 32, top: 8, bottom: 8, containLabel: true },
      xAxis: {
        type: 'value',
        axisLabel: {
          formatter: (amount: number) => n(amount.toLocaleString('en')),
          hideOverlap: true,
        },
      },
      yAxis: {
        type: 'category',
        data: shown.map((line) => nameOf(reader, area, axis, line.labels[0]!)),
      },
      series: [{ type: 'bar', data: shown.map((line) => numberOf(value, line.total)) }],
    }
  }, [lines, reader, area, axis, value, n])
  const label = `${t.pivot.caption(t.pivot.axes[axis], t.pivot.values[value])}: ${t.pivot.top(n(lines.length))}`
  return (
    <Chart
      label={label}
      option={option}
      height={4 + lines.length * 1.4}
      table={
        <table className="plain-table">
          <tbody>
            {lines.map((line) => (
              <tr key={line.labels[0]!.key}>
                <th scope="row">{nameOf(reader, area, axis, line.labels[0]!)}</th>
                <td className="figure">{written(reader, value, line.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  )
}
