/** One dimension: its heading, its lines, and what it adds up to. */
import { memo, useMemo } from 'react'
import { useReader } from '../../../parts/reader'
import type { EditQueue } from '../edits/queue'
import type { Plan } from '../plan'
import { GridLine } from './GridLine'
import { DeclaredLine, TotalLine } from './GridTotals'
import { keyOf, type Columns, type Line, type Part } from './layout'
import { useTotals } from './useTotals'

export interface PartProps {
  years: readonly number[]
  columns: Columns
  queue: EditQueue
  fresh: ReadonlySet<string>
  mayEdit: boolean
  isNarrow: boolean
  onAdd: (missionCode: string) => void
  onMenu: (line: Line, button: HTMLElement) => void
}

export const GridPart = memo(function GridPart(props: PartProps & { part: Part }) {
  const { part, columns, mayEdit, isNarrow, fresh } = props
  const { t, n } = useReader()
  const { dimension, rowIndex, lines } = part
  return (
    <>
      <tr role="row" aria-rowindex={rowIndex} className="dimension">
        <th
          role="rowheader"
          scope="rowgroup"
          colSpan={columns.count - Number(!mayEdit) - Number(isNarrow)}
        >
          <span>
            {t.dimension(n(dimension.code))} {dimension.titleTh}
          </span>
        </th>
      </tr>
      {lines.map((line) => (
        <GridLine
          {...props}
          key={keyOf(line)}
          line={line}
          fresh={isTouched(line, fresh) ? fresh : NONE}
        />
      ))}
    </>
  )
})

const NONE: ReadonlySet<string> = new Set()

function isTouched({ row }: Line, fresh: ReadonlySet<string>): boolean {
  if (!fresh.size || !row) return false
  return (
    fresh.has(`title:${row.id}`) ||
    fresh.has(`remarks:${row.id}`) ||
    row.budgets.some((cell) => fresh.has(`budget:${cell.id}`))
  )
}

interface SumProps {
  plan: Plan
  queue: EditQueue
  years: readonly number[]
  isNarrow: boolean
  mayEdit: boolean
}

/** Under a dimension: its total, and what the document printed where that differs. */
export function PartTotals(props: SumProps & { dimensionCode: string }) {
  const { plan, queue, years, isNarrow, mayEdit, dimensionCode } = props
  const { t, n } = useReader()
  const totals = useTotals(plan, queue)
  const computed = totals.dimensions.find((one) => one.dimensionCode === dimensionCode)
  const declared = plan.declared.find((one) => one.dimensionCode === dimensionCode)
  const shared = useMemo(
    () => ({ years: [...years], isNarrow, hasMenu: mayEdit }),
    [years, isNarrow, mayEdit],
  )
  return (
    <>
      {computed && (
        <TotalLine
          {...shared}
          label={t.plan.dimensionTotal(n(dimensionCode))}
          counts={computed.counts}
          amounts={computed.years}
        />
      )}
      {declared && (
        <DeclaredLine
          {...shared}
          declared={declared}
          computed={computed}
          findings={plan.findings}
        />
      )}
    </>
  )
}

export function PlanTotal({ plan, queue, years, isNarrow, mayEdit }: SumProps) {
  const { t } = useReader()
  const totals = useTotals(plan, queue)
  return (
    <TotalLine
      label={t.plan.planTotal}
      counts={totals.counts}
      years={[...years]}
      amounts={totals.years}
      isNarrow={isNarrow}
      hasMenu={mayEdit}
    />
  )
}
