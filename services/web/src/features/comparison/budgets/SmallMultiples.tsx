/** A small picture for each organisation, all on one scale; the figures stand in the table. */
import { Button } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { BudgetMeasure } from '../../../gql/graphql'
import { Chart } from '../../../parts/Chart'
import { PAPER_WIDTH, useIsPaper } from '../../../parts/paper'
import { useReader, type Reader } from '../../../parts/reader'
import type { Filters } from '../comparison'
import { barsOf, inUnit, shownOf, type Budgets, type Line } from './budgets'
import { headOf } from './ColumnHead'

const FIRST = 24
const WIDTH = 150
const ROW = 128
const PIXELS_PER_REM = 16
/** One hue for all: they are told apart by their names. By day and by night. */
const INK = '#2b7f66'
const GRID = '#84908a66'

interface SmallMultiplesProps {
  budgets: Budgets
  view: Filters['view']
  measure: BudgetMeasure
}

export function SmallMultiples({ budgets, view, measure }: SmallMultiplesProps) {
  const reader = useReader()
  const { t, n } = reader
  const [isWhole, setWhole] = useState(false)
  const [place, room] = useWidth()
  const width = useIsPaper() ? Math.min(room, PAPER_WIDTH) : room
  const all = useMemo(() => budgets.budgetGroups.flatMap((one) => one.budgetLines), [budgets])
  const shown = isWhole ? all : all.slice(0, FIRST)
  const bars = useMemo(() => barsOf(budgets, view), [budgets, view])
  const perRow = Math.max(1, Math.floor(width / WIDTH))
  const option = useMemo(
    () => optionFor(reader, budgets, measure, all, shown, bars, perRow),
    [reader, budgets, measure, all, shown, bars, perRow],
  )
  const largest = largestOf(all, bars)
  return (
    <div ref={place} className="stack small-multiples">
      {width > 0 && (
        <Chart
          label={`${t.budgets.captions[measure]}: ${t.budgets.oneScale(inUnit(reader, measure, String(largest)))}`}
          option={option}
          height={(Math.ceil(shown.length / perRow) * ROW) / PIXELS_PER_REM}
          table={<Table {...{ budgets, measure, bars }} lines={shown} />}
        />
      )}
      {all.length > shown.length && (
        <div>
          <Button variant="default" className="no-print" onClick={() => setWhole(true)}>
            {t.submissions.showAll(n(all.length))}
          </Button>
        </div>
      )}
    </div>
  )
}

function useWidth() {
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.round(entry!.contentRect.width)))
    watch.observe(place.current!)
    return () => watch.disconnect()
  }, [])
  return [place, width] as const
}

interface TableProps {
  budgets: Budgets
  measure: BudgetMeasure
  bars: readonly number[]
  lines: readonly Line[]
}

function Table({ budgets, measure, bars, lines }: TableProps) {
  const reader = useReader()
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{reader.t.comparison.organisation}</th>
          {bars.map((at) => (
            <th key={at} scope="col" className="figure">
              {headOf(reader, budgets.budgetColumns[at]!)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.organisation.code}>
            <th scope="row" lang="th">
              {line.organisation.nameShortTh}
            </th>
            {bars.map((at) => (
              <td key={at} className="figure">
                {line.figures[at]
                  ? shownOf(reader, measure, line.figures[at])
                  : reader.t.comparison.noPlan}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Over all of them, so that the scale stays when more are shown. */
function largestOf(all: readonly Line[], bars: readonly number[]): number {
  return Math.max(
    1,
    ...all.flatMap((line) => bars.map((at) => Number(line.figures[at]?.value ?? 0))),
  )
}

/** Why a picture is empty. */
function absenceOf(reader: Reader, line: Line, bars: readonly number[]): string {
  if (!line.figures.length) return reader.t.comparison.noPlan
  if (bars.some((at) => line.figures[at]?.value != null)) return ''
  const { looks } = reader.t.budgets
  return looks[line.figures[bars[0] ?? 0]?.look as keyof typeof looks] ?? ''
}

function optionFor(
  reader: Reader,
  budgets: Budgets,
  measure: BudgetMeasure,
  all: readonly Line[],
  shown: readonly Line[],
  bars: readonly number[],
  perRow: number,
) {
  const { n } = reader
  const max = largestOf(all, bars)
  const names = bars.map((at) => {
    const { be, dimensionCode } = budgets.budgetColumns[at]!
    return n(be ? String(be).slice(-2) : (dimensionCode ?? ''))
  })
  const part = 100 / perRow
  const left = (at: number) => (at % perRow) * part
  const top = (at: number) => Math.floor(at / perRow) * ROW
  return {
    animation: false,
    tooltip: {
      confine: true,
      renderMode: 'richText',
      formatter: ({ seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number }) => {
        const line = shown[seriesIndex]!
        const at = bars[dataIndex]!
        const told = shownOf(reader, measure, line.figures[at]!)
        return `${line.organisation.nameShortTh} ${headOf(reader, budgets.budgetColumns[at]!)}: ${told}`
      },
    },
    title: shown.map((line, at) => ({
      text: line.organisation.nameShortTh,
      subtext: absenceOf(reader, line, bars),
      left: `${left(at) + 0.8}%`,
      top: top(at) + 2,
      padding: 0,
      itemGap: 12,
      // Tone marks stand above the letters.
      textStyle: {
        fontSize: 12,
        lineHeight: 20,
        fontWeight: 600,
        width: WIDTH - 20,
        overflow: 'truncate',
      },
    })),
    grid: shown.map((_, at) => ({
      left: `${left(at) + 0.8}%`,
      width: `${part - 1.6}%`,
      top: top(at) + 26,
      height: ROW - 58,
    })),
    xAxis: shown.map((_, at) => ({
      type: 'category',
      gridIndex: at,
      data: names,
      axisTick: { show: false },
      axisLabel: { fontSize: 11, interval: 0 },
    })),
    yAxis: shown.map((_, at) => ({
      type: 'value',
      gridIndex: at,
      min: 0,
      max,
      interval: max / 2,
      axisLabel: { show: false },
      splitLine: { lineStyle: { color: GRID } },
    })),
    series: shown.map((line, at) => ({
      type: 'bar',
      xAxisIndex: at,
      yAxisIndex: at,
      barMaxWidth: 26,
      itemStyle: { color: INK },
      // Nothing is drawn where nothing is stated: no bar of height 0.
      data: bars.map((bar) => {
        const value = line.figures[bar]?.value
        return value == null ? '-' : Number(value)
      }),
    })),
  }
}
