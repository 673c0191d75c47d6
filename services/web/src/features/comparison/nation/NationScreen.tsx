/** The provinces side by side; each leads to its own screens. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link, useSearch } from 'wouter'
import { NationDocument, type NationQuery } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { toSatang } from '../../../parts/budget'
import { Chart } from '../../../parts/Chart'
import { sorted } from '../../../parts/group'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader, type Reader } from '../../../parts/reader'
import { excelOf } from '../comparison'
import type { ScreenProps } from '../screens'
import { ScreenTable, type TableColumn } from '../ScreenTable'
import { ExcelButton } from '../WithComparison'

type Nation = NationQuery['nation']
type Line = Nation['compared'][number]

export default function NationScreen({ area, filters, change }: ScreenProps) {
  const reader = useReader()
  const { t, n, baht, moment, digits, language } = reader
  const search = useSearch()
  const editionCode = area.edition.code
  const fiscalYears = filters.years.length ? [...area.years] : null
  const found = useQuery({
    queryKey: ['nation', editionCode, fiscalYears],
    queryFn: async () => (await ask(NationDocument, { editionCode, fiscalYears })).nation,
  })
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  if (!found.data) return <Loading />
  const { total, compared, madeAt } = found.data
  const columns = columnsFor(reader, area.years, found.data, (code) => {
    const next = new URLSearchParams(search)
    next.delete('tab')
    next.delete('sort')
    next.set('province', code)
    return `/province?${next}`
  })
  const sums = Object.fromEntries(columns.map(({ key, cell }) => [key, cell(total)]))
  const excel = excelOf(
    'nation',
    { editionCode },
    { digits, language },
    { years: fiscalYears?.join(',') ?? null },
  )
  return (
    <div className="stack">
      <div className="row spread">
        <p className="summary">
          <strong>{t.comparison.summary(n(total.submitted), n(total.organisations))}</strong>
          <span>{t.comparison.late(n(total.late))}</span>
          <span>{t.comparison.missing(n(total.missing))}</span>
          <span>{t.comparison.totalBaht(baht(total.total))}</span>
          <span className="soft">{t.comparison.madeAt(moment(madeAt))}</span>
        </p>
        <ExcelButton href={excel} />
      </div>
      <ScreenTable
        label={t.nation.table}
        rows={compared}
        keyOf={(line) => line.province?.code ?? ''}
        columns={columns}
        filters={filters}
        change={change}
        total={{ ...sums, province: t.nation.all(n(compared.length)) }}
      />
      <Largest lines={compared} />
    </div>
  )
}

function columnsFor(
  { t, n, name, baht }: Reader,
  years: readonly number[],
  { total }: Nation,
  addressOf: (code: string) => string,
): TableColumn<Line>[] {
  const figure = (
    key: string,
    head: string,
    value: (line: Line) => number | null,
    shown: (line: Line) => string,
  ): TableColumn<Line> => ({ key, head, value, cell: shown, isFigure: true })
  const money = (key: string, head: string, amount: (line: Line) => string | null | undefined) =>
    figure(
      key,
      head,
      (line) => (amount(line) == null ? null : toSatang(amount(line)!)),
      (line) => (amount(line) == null ? '-' : baht(amount(line))),
    )
  const missions = total.coveredMissions.length
  const covered = (line: Line) => line.coveredMissions.filter((one) => one.organisations).length
  return [
    {
      key: 'province',
      head: t.comparison.provinceLabel,
      value: (line) => (line.province ? name(line.province) : null),
      cell: (line) =>
        line.province && <Link href={addressOf(line.province.code)}>{name(line.province)}</Link>,
    },
    figure(
      'organisations',
      t.nation.organisations,
      (l) => l.organisations,
      (l) => n(l.organisations),
    ),
    figure(
      'submitted',
      t.submissions.counts.received,
      (l) => l.submitted / l.organisations,
      (l) => `${n(l.submitted)} (${n(Math.round((100 * l.submitted) / l.organisations))}%)`,
    ),
    figure(
      'late',
      t.submissions.counts.late,
      (l) => l.late,
      (l) => n(l.late),
    ),
    figure(
      'missing',
      t.submissions.counts.missing,
      (l) => l.missing,
      (l) => n(l.missing),
    ),
    ...total.dimensions.map(({ dimensionCode }) =>
      money(
        `d${dimensionCode}`,
        t.dimension(n(dimensionCode)),
        (line) => line.dimensions.find((one) => one.dimensionCode === dimensionCode)?.total,
      ),
    ),
    ...years.map((be) =>
      money(
        String(be),
        t.fiscalYear(n(be)),
        (line) => line.years.find((one) => one.be === be)?.amount,
      ),
    ),
    money('total', t.comparison.total, (line) => line.total),
    figure('covered', t.nation.covered, covered, (l) => `${n(covered(l))}/${n(missions)}`),
  ]
}

const SHOWN = 20

/** The provinces with the most money, on one scale. */
function Largest({ lines }: { lines: readonly Line[] }) {
  const { t, n, name, baht } = useReader()
  const largest = useMemo(
    () =>
      sorted(
        lines.filter((one) => one.total != null),
        (a, b) => toSatang(b.total!) - toSatang(a.total!),
      ).slice(0, SHOWN),
    [lines],
  )
  const option = useMemo(() => {
    return {
      grid: { left: 8, right: 32, top: 8, bottom: 8, containLabel: true },
      xAxis: {
        type: 'value',
        axisLabel: { formatter: (amount: number) => n(amount / 1e6), hideOverlap: true },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: largest.map((one) => (one.province ? name(one.province) : '')),
      },
      series: [{ type: 'bar', data: largest.map((one) => Number(one.total)) }],
    }
  }, [largest, n, name])
  if (largest.length < 2) return null
  return (
    <Chart
      label={t.nation.largest(n(largest.length))}
      option={option}
      height={4 + largest.length * 1.4}
      table={
        <table className="plain-table">
          <tbody>
            {largest.map((one) => (
              <tr key={one.province?.code}>
                <th scope="row">{one.province && name(one.province)}</th>
                <td className="figure">{baht(one.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  )
}
