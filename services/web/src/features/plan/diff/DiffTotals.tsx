/** What the dimensions and the whole plan add up to, before and after. */
import { useReader } from '../../../parts/reader'
import { DiffTable } from './DiffView'
import { YearLine } from './lines'
import { differenceWords, sumOfYears, type Diff } from './words'

export function DiffTotals({ totals }: { totals: Diff['totals'] }) {
  const { t } = useReader()
  const shown = totals.filter((total) => !total.isSame || total.dimensionCode === '')
  return (
    <DiffTable label={t.diff.totals}>
      {shown.map((total) => (
        <OneTotal key={total.dimensionCode} total={total} />
      ))}
    </DiffTable>
  )
}

function OneTotal({ total }: { total: Diff['totals'][number] }) {
  const reader = useReader()
  const { t, n, baht } = reader
  const isWhole = total.dimensionCode === ''
  return (
    <tbody className={isWhole ? 'diff-whole' : undefined}>
      <tr className="diff-mission">
        <th scope="rowgroup" colSpan={4}>
          {isWhole ? t.diff.whole : t.dimension(n(total.dimensionCode))}
        </th>
      </tr>
      {total.budgets
        .filter((one) => isWhole || differs(one))
        .map((one) => (
          <YearLine key={one.fiscalYear.be} change={one} />
        ))}
      <tr className="diff-sum">
        <th scope="row">{t.diff.allYears}</th>
        <td className="figure">{baht(sumOfYears(total.budgets, 'before'))}</td>
        <td className="figure">{baht(sumOfYears(total.budgets, 'after'))}</td>
        <td className="figure">{differenceWords(reader, total.difference)}</td>
      </tr>
      {total.counts
        .filter((count) => count.before !== count.after)
        .map((count) => (
          <tr key={count.kind}>
            <th scope="row">{t.diff.count(t.kinds[count.kind])}</th>
            <td className="figure">{n(count.before)}</td>
            <td className="figure">{n(count.after)}</td>
            <td />
          </tr>
        ))}
    </tbody>
  )
}

function differs({ before, after }: Diff['totals'][number]['budgets'][number]) {
  return before?.state !== after?.state || before?.amount !== after?.amount
}
