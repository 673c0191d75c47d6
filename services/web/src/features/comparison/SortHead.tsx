/** A column's head that sorts: the state is in aria-sort and in the arrow. */
import { Icon } from '../../parts/Icon'
import type { Change, Filters } from './comparison'

interface SortHeadProps {
  column: string
  label: string
  filters: Filters
  change: Change
  rowSpan?: number
  className?: string
  isFigure?: boolean
}

export function SortHead(props: SortHeadProps) {
  const { column, label, filters, change, rowSpan = 1, className, isFigure } = props
  const isHere = filters.sort === column
  const isDown = isHere && filters.direction === 'descending'
  // Figures are mostly looked at from the largest; names from the first letter.
  const next = isHere ? (isDown ? column : `-${column}`) : isFigure ? `-${column}` : column
  return (
    <th
      scope="col"
      rowSpan={rowSpan}
      className={className}
      aria-sort={isHere ? filters.direction : undefined}
    >
      <button
        type="button"
        className={isFigure ? 'sort-button figure' : 'sort-button'}
        onClick={() => change({ sort: next === 'name' ? null : next })}
      >
        {!isFigure && label}
        <span className="sort-sign">
          {isHere && <Icon name={isDown ? 'down' : 'up'} size={15} />}
        </span>
        {isFigure && label}
      </button>
    </th>
  )
}
