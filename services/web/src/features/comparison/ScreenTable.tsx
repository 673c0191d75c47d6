/** A table of a screen: sticky head and first column, sorted by any column that has a value. */
import type { ReactNode } from 'react'
import { Scroller } from '../../parts/Scroller'
import { sortBy, type Sortable } from '../../parts/sort'
import type { Change, Filters } from './comparison'
import { SortHead } from './SortHead'

export interface TableColumn<Row> {
  key: string
  head: string
  cell: (row: Row) => ReactNode
  /** What it is sorted by; without it it cannot be. */
  value?: (row: Row) => Sortable
  isFigure?: boolean
}

interface ScreenTableProps<Row> {
  label: string
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** The first one heads each line. */
  columns: readonly TableColumn<Row>[]
  filters: Filters
  change: Change
  /** A line of sums below the heads, by column. */
  total?: Readonly<Record<string, ReactNode>>
}

export function ScreenTable<Row>(props: ScreenTableProps<Row>) {
  const { label, rows, keyOf, columns, filters, change, total } = props
  const by = columns.find((one) => one.key === filters.sort)?.value
  const inOrder = by ? sortBy(rows, by, filters.direction) : rows
  const [first, ...others] = columns as [TableColumn<Row>, ...TableColumn<Row>[]]
  return (
    <Scroller className="compare-box" label={label}>
      <table className="compare">
        <caption className="unseen">{label}</caption>
        <thead>
          <tr>
            {columns.map((column) =>
              column.value ? (
                <SortHead
                  key={column.key}
                  column={column.key}
                  label={column.head}
                  filters={filters}
                  change={change}
                  className={column === first ? 'first' : undefined}
                  isFigure={column.isFigure}
                />
              ) : (
                <th
                  key={column.key}
                  scope="col"
                  className={column === first ? 'first' : column.isFigure ? 'figure' : undefined}
                >
                  {column.head}
                </th>
              ),
            )}
          </tr>
          {total && (
            <tr className="all">
              <th scope="row" className="first">
                {total[first.key]}
              </th>
              {others.map(({ key, isFigure }) => (
                <td key={key} className={isFigure ? 'figure' : undefined}>
                  {total[key]}
                </td>
              ))}
            </tr>
          )}
        </thead>
        <tbody>
          {inOrder.map((row) => (
            <tr key={keyOf(row)}>
              <th scope="row" className="first">
                {first.cell(row)}
              </th>
              {others.map(({ key, cell, isFigure }) => (
                <td key={key} className={isFigure ? 'figure' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
