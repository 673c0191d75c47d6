/** Organisations × years and dimensions: sticky head and first column, totals, every figure opens. */
import { fromSatang, toSatang } from '../../../parts/budget'
import { Scroller } from '../../../parts/Scroller'
import { useReader, type Reader } from '../../../parts/reader'
import { columnsOf, type Amounts, type Column } from './columns'
import type { Behind, Change, Compared, Comparison, Filters } from '../comparison'
import { groupsOf, type Group } from './grouping'
import { SortHead } from '../SortHead'

interface BudgetTableProps {
  comparison: Comparison
  filters: Filters
  change: Change
  onBehind: (behind: Behind) => void
}

export function BudgetTable({ comparison, filters, change, onBehind }: BudgetTableProps) {
  const reader = useReader()
  const { t, n, name } = reader
  const columns = columnsOf(comparison, filters)
  const groups = groupsOf(comparison, filters, columns)
  const isTwoRows = columns.some((column) => column.group)
  const totals: Amounts = comparison.totals
  const where = {
    editionCode: comparison.edition.code,
    provinceCode: comparison.province.code,
    districtCode: comparison.district?.code ?? null,
    kind: filters.kind,
  }
  const open = (column: Column, title: string, place: Behind['where']) => () =>
    onBehind({
      title: `${title} · ${headOf(reader, column)}`,
      years: column.be ? [column.be] : comparison.fiscalYears.map((year) => year.be),
      where: {
        ...place,
        dimensionCode: column.dimensionCode,
        fiscalYear: column.be,
      },
    })

  return (
    <Scroller className="compare-box" label={t.comparison.tabs.budgets}>
      <table className={isTwoRows ? 'compare two-rows' : 'compare'}>
        <caption>{t.comparison.budgetCaption}</caption>
        <thead>
          <tr>
            <SortHead
              column="name"
              label={t.comparison.organisation}
              filters={filters}
              change={change}
              rowSpan={isTwoRows ? 2 : 1}
              className="first"
            />
            {isTwoRows
              ? yearGroups(columns).map(({ key, be, count }) =>
                  be === null ? (
                    <SortHead
                      key={key}
                      column="total"
                      label={t.comparison.total}
                      filters={filters}
                      change={change}
                      rowSpan={2}
                      isFigure
                    />
                  ) : (
                    <th key={key} scope="colgroup" colSpan={count} className="year-group">
                      {t.fiscalYear(n(be))}
                    </th>
                  ),
                )
              : columns.map((column) => (
                  <SortHead
                    key={column.key}
                    column={column.key}
                    label={headOf(reader, column)}
                    filters={filters}
                    change={change}
                    isFigure
                  />
                ))}
          </tr>
          {isTwoRows && (
            <tr>
              {columns
                .filter((column) => column.group)
                .map((column) => (
                  <SortHead
                    key={column.key}
                    column={column.key}
                    label={
                      column.dimensionCode
                        ? t.dimension(n(column.dimensionCode))
                        : t.comparison.total
                    }
                    filters={filters}
                    change={change}
                    isFigure
                  />
                ))}
            </tr>
          )}
          <tr className="all">
            <th scope="row" className="first">
              {t.comparison.allTotal(n(comparison.organisations.length))}
            </th>
            {columns.map((column) => (
              <td key={column.key} className="figure">
                <Amount
                  amount={column.amount(totals)}
                  label={t.comparison.allTotal(n(comparison.organisations.length))}
                  onOpen={open(column, name(comparison.district ?? comparison.province), where)}
                />
              </td>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.key}>
            {group.district && (
              <tr className="group">
                <th scope="rowgroup" colSpan={columns.length + 1}>
                  <span>{t.comparison.district(name(group.district))}</span>
                </th>
              </tr>
            )}
            {group.organisations.map((one) => (
              <OrganisationLine
                key={one.organisation.code}
                one={one}
                columns={columns}
                onOpen={(column) =>
                  open(column, one.organisation.nameShortTh, {
                    editionCode: comparison.edition.code,
                    organisationCode: one.organisation.code,
                  })()
                }
              />
            ))}
            {group.district && groups.length > 1 && (
              <tr className="subtotal">
                <th scope="row" className="first">
                  {t.comparison.subtotal(t.comparison.district(name(group.district)))}
                </th>
                {columns.map((column) => (
                  <td key={column.key} className="figure">
                    <Amount
                      amount={sumOf(group, column)}
                      label={group.district ? name(group.district) : ''}
                      onOpen={open(column, group.district ? name(group.district) : '', {
                        ...where,
                        districtCode: group.key,
                      })}
                    />
                  </td>
                ))}
              </tr>
            )}
          </tbody>
        ))}
      </table>
    </Scroller>
  )
}

interface OrganisationLineProps {
  one: Compared
  columns: Column[]
  onOpen: (column: Column) => void
}

function OrganisationLine({ one, columns, onOpen }: OrganisationLineProps) {
  const { t } = useReader()
  const name = one.organisation.nameShortTh
  return (
    <tr>
      <th scope="row" className="first" lang="th">
        {name}
      </th>
      {one.revisionNumber == null ? (
        <td className="no-plan" colSpan={columns.length}>
          <span>{t.comparison.noPlan}</span>
        </td>
      ) : (
        columns.map((column) => (
          <td key={column.key} className="figure">
            <Amount amount={column.amount(one)} label={name} onOpen={() => onOpen(column)} />
          </td>
        ))
      )}
    </tr>
  )
}

interface AmountProps {
  amount: string | null
  label: string
  onOpen: () => void
}

function Amount({ amount, label, onOpen }: AmountProps) {
  const { t, baht } = useReader()
  const shown = amount === null || toSatang(amount) === 0 ? '-' : baht(amount)
  return (
    <button
      type="button"
      className="figure-button"
      onClick={onOpen}
      aria-label={`${shown} ${t.comparison.rowsBehind(label)}`}
    >
      {shown}
    </button>
  )
}

function headOf({ t, n }: Reader, column: Column): string {
  const words = [
    column.dimensionCode && t.dimension(n(column.dimensionCode)),
    column.be && t.fiscalYear(n(column.be)),
  ].filter(Boolean)
  if (column.key === 'total') return t.comparison.total
  return words.join(' ') || t.comparison.total
}

function yearGroups(columns: Column[]) {
  const groups: { key: string; be: number | null; count: number }[] = []
  for (const column of columns) {
    const key = column.group?.key ?? column.key
    const last = groups.at(-1)
    if (last?.key === key) last.count += 1
    else groups.push({ key, be: column.group?.be ?? null, count: 1 })
  }
  return groups
}

function sumOf(group: Group, column: Column): string {
  return fromSatang(
    group.organisations
      .filter((one) => one.revisionNumber != null)
      .reduce((sum, one) => sum + toSatang(column.amount(one)), 0),
  )
}
