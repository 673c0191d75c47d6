/** The drawing of a chart: only the parts of the library that our screens use, as SVG for print. */
import { BarChart, BoxplotChart, LineChart, ScatterChart } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
} from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { PAPER_WIDTH, useIsPaper } from './paper'

echarts.use([
  BarChart,
  BoxplotChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  SVGRenderer,
])

export type ChartOption = echarts.EChartsCoreOption

interface ChartCanvasProps {
  label: string
  option: ChartOption
  height: number
  onPick?: (name: string) => void
}

const still = window.matchMedia('(prefers-reduced-motion: reduce)')

export default function ChartCanvas({ label, option, height, onPick }: ChartCanvasProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<echarts.ECharts>(null)
  const isPaper = useIsPaper()
  useEffect(() => {
    const drawn = echarts.init(place.current, null, { renderer: 'svg' })
    chart.current = drawn
    const watch = new ResizeObserver(() => drawn.resize())
    watch.observe(place.current!)
    return () => {
      watch.disconnect()
      drawn.dispose()
    }
  }, [])
  useEffect(() => {
    chart.current?.setOption({ ...inOurLook(place.current!), ...option }, { notMerge: true })
  }, [option])
  // A drawing has no width that a style sheet could change: it is drawn anew for the paper.
  useLayoutEffect(() => {
    const room = place.current!.clientWidth
    chart.current?.resize({ width: isPaper ? Math.min(room, PAPER_WIDTH) : 'auto' })
  }, [isPaper])
  useEffect(() => {
    const drawn = chart.current
    if (!drawn || !onPick) return undefined
    const pick = ({ name }: { name: string }) => onPick(name)
    drawn.on('click', pick)
    return () => {
      drawn.off('click', pick)
    }
  }, [onPick])
  return (
    <div
      ref={place}
      className="chart-canvas"
      style={{ height: `${height}rem` }}
      role="img"
      aria-label={label}
    />
  )
}

/** The page's own ink and letters, whichever scheme it is in. */
function inOurLook(place: HTMLElement): ChartOption {
  const style = getComputedStyle(place)
  const ink = (name: string) => style.getPropertyValue(name).trim()
  return {
    animation: !still.matches,
    animationDuration: 250,
    color: [ink('--green-ink'), ink('--accent'), ink('--line-strong'), ink('--ink-soft')],
    textStyle: { fontFamily: style.fontFamily, color: ink('--ink'), fontSize: 13 },
  }
}
