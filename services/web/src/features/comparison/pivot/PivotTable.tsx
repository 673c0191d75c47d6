/** The table of a pivot: groups before what is in them, each figure leads to the rows behind it. */
import type { PivotPartsFragment } from '../../../gql/graphql'
import { Scroller } from '../../../parts/Scroller'
import { useReader } from '../../../parts/reader'
import type { Area } from '../area'
import type { Behind, Change, Filters } from '../comparison'
import { SortHead } from '../SortHead'
import { nameOf, rowsWhere, written, type Choice, type Label, type Line, type Pivot } from './pivot'

interface PivotTableProps {
  pivot: Pivot
  choice: Choice
  area: Area
  filters: Filters
  change: Change
  onBehind: (behind: Behind) => void
}

export function PivotTable(props: PivotTableProps) {
  const { pivot, choice, area, filters, change, onBehind } = props
  const reader = useReader()
  const { t } = reader
  const { rows, columns, value } = choice
  const heads = rows.map((axis) => t.pivot.axes[axis]).join(' › ')
  const caption = t.pivot.caption(heads, t.pivot.values[value])
  const lineName = (line: Line) => {
    const at = line.labels.length - 1
    return at < 0 ? t.pivot.whole : nameOf(reader, area, rows[at]!, line.labels[at]!)
  }
  const open = (line: Line, column: Label | null) => {
    const base = {
      editionCode: area.edition.code,
      provinceCode: area.province?.code,
      districtCode: area.district?.code,
      kind: filters.kind,
      dimensionCode: filters.dimension,
      initiativeKind: choice.items,
    }
    const pairs = line.labels.map((label, at) => [rows[at]!, label.key] as const)
    const all = column && columns ? [...pairs, [columns, column.key] as const] : pairs
    const where = rowsWhere(base, value, all)
    if (!where) return null
    const year = all.find(([axis]) => axis === 'FISCAL_YEAR')?.[1]
    const title = [lineName(line), column && columns && nameOf(reader, area, columns, column)]
    return () =>
      onBehind({
        title: title.filter(Boolean).join(' · '),
        years: year ? [Number(year)] : [...area.years],
        where,
      })
  }
  const cell = (line: Line, column: Label | null, figure: PivotPartsFragment | null) => (
    <td key={column?.key ?? 'total'} className="figure">
      {figure && (
        <Figure
          text={written(reader, value, figure)}
          onOpen={open(line, column)}
          line={lineName(line)}
        />
      )}
    </td>
  )
  const row = (line: Line) => {
    const level = line.labels.length
    const kind = level === 0 ? 'all' : level < rows.length ? 'group' : 'leaf'
    return (
      <tr key={line.labels.map((one) => one.key).join('/')} className={kind}>
        <th scope="row" className={level > 1 ? 'first inner' : 'first'}>
          {lineName(line)}
        </th>
        {pivot.columns.map((column, at) => cell(line, column, line.figures[at] ?? null))}
        {cell(line, null, line.total)}
      </tr>
    )
  }
  return (
    <Scroller className="compare-box" label={caption}>
      <table className="compare pivot-table">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <SortHead column="name" label={heads} className="first" {...{ filters, change }} />
            {pivot.columns.map((column) => (
              <SortHead
                key={column.key}
                column={column.key}
                label={nameOf(reader, area, columns!, column)}
                isFigure
                {...{ filters, change }}
              />
            ))}
            <SortHead
              column="total"
              label={pivot.columns.length ? t.comparison.total : t.pivot.values[value]}
              isFigure
              {...{ filters, change }}
            />
          </tr>
          {pivot.groups.slice(0, 1).map(row)}
        </thead>
        <tbody>{pivot.groups.slice(1).map(row)}</tbody>
      </table>
    </Scroller>
  )
}

interface FigureProps {
  text: string
  line: string
  onOpen: (() => void) | null
}

function Figure({ text, line, onOpen }: FigureProps) {
  if (!text || !onOpen) return <>{text}</>
  return (
    <button type="button" className="figure-button" aria-label={`${text} ${line}`} onClick={onOpen}>
      {text}
    </button>
  )
}
