/** A chart with its figures in a table behind it; the library comes only with the first chart. */
import { lazy, Suspense, type ReactNode } from 'react'
import type { ChartOption } from './ChartCanvas'
import { useReader } from './reader'

const ChartCanvas = lazy(() => import('./ChartCanvas'))

interface ChartProps {
  /** What the picture shows, for who does not see it and above who does. */
  label: string
  option: ChartOption
  /** In rem. */
  height: number
  /** The same figures as text. */
  table: ReactNode
  /** A part was pressed; the table leads to the same for who uses no mouse. */
  onPick?: (name: string) => void
}

export function Chart({ label, option, height, table, onPick }: ChartProps) {
  const { t } = useReader()
  return (
    <figure className="chart">
      <figcaption>{label}</figcaption>
      <Suspense fallback={<div style={{ height: `${height}rem` }} aria-busy="true" />}>
        <ChartCanvas label={label} option={option} height={height} onPick={onPick} />
      </Suspense>
      <details className="chart-table">
        <summary>{t.chartTable}</summary>
        {table}
      </details>
    </figure>
  )
}
