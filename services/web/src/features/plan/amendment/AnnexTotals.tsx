/** What every dimension and the whole plan add up to, year by year: before, after, the difference. */
import type { EditionPartsFragment } from '../../../gql/graphql'
import { useReader } from '../../../parts/reader'
import { Scroller } from '../../../parts/Scroller'
import { Side } from '../diff/lines'
import { differenceWords, sumOfYears, type Diff } from '../diff/words'

type Total = Diff['totals'][number]

interface AnnexTotalsProps {
  totals: Diff['totals']
  edition: EditionPartsFragment
}

export function AnnexTotals({ totals, edition }: AnnexTotalsProps) {
  const { t, n } = useReader()
  const years = totals[0]?.budgets.map((one) => one.fiscalYear.be) ?? []
  const titles = new Map(edition.dimensions.map((one) => [one.code, one.titleTh]))
  return (
    <Scroller className="diff-box" label={t.amendment.totals}>
      <table className="diff-table annex-totals">
        <caption>
          {t.amendment.totals} <span className="soft">({t.amendment.unit})</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t.diff.columns.what}</th>
            {years.map((be) => (
              <th key={be} scope="col" className="figure">
                {t.diff.year(n(be))}
              </th>
            ))}
            <th scope="col" className="figure">
              {t.diff.allYears}
            </th>
          </tr>
        </thead>
        {totals.map((total) => (
          <OneTotal
            key={total.dimensionCode}
            total={total}
            name={
              total.dimensionCode === ''
                ? t.diff.whole
                : `${t.dimension(n(total.dimensionCode))} ${titles.get(total.dimensionCode) ?? ''}`
            }
          />
        ))}
      </table>
    </Scroller>
  )
}

function OneTotal({ total, name }: { total: Total; name: string }) {
  const reader = useReader()
  const { t, n, baht } = reader
  const counts = total.counts.filter((one) => one.before !== one.after)
  return (
    <tbody className={total.dimensionCode === '' ? 'diff-whole' : undefined}>
      <tr className="diff-mission">
        <th scope="rowgroup" colSpan={total.budgets.length + 2}>
          {name}
          {counts.map((one) => (
            <span key={one.kind} className="soft">
              {' '}
              · {t.diff.count(t.kinds[one.kind])} {n(one.before)} → {n(one.after)}
            </span>
          ))}
        </th>
      </tr>
      {(['before', 'after'] as const).map((side) => (
        <tr key={side}>
          <th scope="row">{t.diff.columns[side]}</th>
          {total.budgets.map((one) => (
            <td key={one.fiscalYear.be} className="figure">
              <Side budget={one[side]} />
            </td>
          ))}
          <td className="figure">{baht(sumOfYears(total.budgets, side))}</td>
        </tr>
      ))}
      <tr className="diff-sum">
        <th scope="row">{t.amendment.difference}</th>
        {total.budgets.map((one) => (
          <td key={one.fiscalYear.be} className="figure">
            {differenceWords(reader, one.difference)}
          </td>
        ))}
        <td className="figure">{differenceWords(reader, total.difference)}</td>
      </tr>
    </tbody>
  )
}
