/** A column's head: sorts by its figures and, where there are any, by their changes. */
import { Icon } from '../../../parts/Icon'
import { useReader, type Reader } from '../../../parts/reader'
import type { Change, Filters } from '../comparison'
import type { Column } from './budgets'

interface ColumnHeadProps {
  column: Column
  filters: Filters
  change: Change
  label?: string
  rowSpan?: number
  isFirst?: boolean
  /** Its year stands above it. */
  isTwoRows?: boolean
}

export function ColumnHead(props: ColumnHeadProps) {
  const { column, filters, change, label, rowSpan, isFirst = false, isTwoRows = false } = props
  const reader = useReader()
  const { t, n } = reader
  const isHere = filters.sort.replace(/~$/, '') === column.key
  const isByChange = filters.sort.endsWith('~')
  const isDown = filters.direction === 'descending'
  const inGroup = isTwoRows && column.be !== null
  const words =
    label ??
    (inGroup
      ? column.dimensionCode
        ? t.dimension(n(column.dimensionCode))
        : t.comparison.total
      : headOf(reader, column))
  const press = (key: string) => {
    const isThis = filters.sort === key
    // Figures are mostly looked at from the largest; names from the first letter.
    const next = isThis ? (isDown ? key : `-${key}`) : isFirst ? key : `-${key}`
    change({ sort: next === 'name' ? null : next })
  }
  const sign = (isShown: boolean) => (
    <span className="sort-sign">{isShown && <Icon name={isDown ? 'down' : 'up'} size={15} />}</span>
  )
  return (
    <th
      scope="col"
      rowSpan={rowSpan}
      className={isFirst ? 'first' : undefined}
      aria-sort={isHere ? filters.direction : undefined}
    >
      <button
        type="button"
        className={isFirst ? 'sort-button' : 'sort-button figure'}
        onClick={() => press(column.key)}
      >
        {isFirst && words}
        {sign(isHere && !isByChange)}
        {!isFirst && words}
      </button>
      {column.hasChange && (
        <button
          type="button"
          className="sort-button figure by-change"
          onClick={() => press(`${column.key}~`)}
        >
          {sign(isHere && isByChange)}
          {t.budgets.change}
          <span className="unseen"> {words}</span>
        </button>
      )}
    </th>
  )
}

export function headOf({ t, n }: Reader, column: Column): string {
  const words = [
    column.dimensionCode && t.dimension(n(column.dimensionCode)),
    column.be && t.fiscalYear(n(column.be)),
  ].filter(Boolean)
  if (column.key === 'total') return t.comparison.total
  return words.join(' ') || t.comparison.total
}

export function yearGroups(columns: readonly Column[]) {
  const groups: { key: string; be: number | null; own: Column[] }[] = []
  for (const column of columns) {
    const last = groups.at(-1)
    if (last && last.be !== null && last.be === column.be) last.own.push(column)
    else groups.push({ key: column.key, be: column.be ?? null, own: [column] })
  }
  return groups
}
