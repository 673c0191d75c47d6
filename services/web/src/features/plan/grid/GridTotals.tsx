/** Lines under a dimension and under the plan: what is computed, and what the document printed. */
import type { Budget } from '../../../parts/budget'
import { isSameBudget } from '../../../parts/budget'
import { BudgetFigure, countWords } from '../../../parts/Marks'
import { useReader } from '../../../parts/reader'
import { sumOf } from '../edits/pending'
import type { Finding, Plan, Totals } from '../plan'

interface TotalLineProps {
  label: string
  counts: Totals['counts']
  years: number[]
  amounts: Totals['years']
  isNarrow: boolean
  hasMenu: boolean
}

export function TotalLine({ label, counts, years, amounts, isNarrow, hasMenu }: TotalLineProps) {
  const reader = useReader()
  const budgets = years.map((be) => budgetOf(amounts, be))
  return (
    <tr role="row" className="sum">
      <th
        role="rowheader"
        scope="row"
        colSpan={isNarrow ? 1 : 2}
        aria-colindex={1}
        aria-colspan={isNarrow ? 1 : 2}
      >
        {label} <span className="counts">{reader.t.countOf(countWords(reader, counts))}</span>
      </th>
      {budgets.map((budget, index) => (
        <td key={years[index]} role="gridcell" className="figure" aria-colindex={index + 3}>
          <BudgetFigure budget={budget} />
        </td>
      ))}
      <td role="gridcell" className="figure total" aria-colindex={years.length + 3}>
        <BudgetFigure budget={sumOf(budgets)} />
      </td>
      <td role="gridcell" aria-colindex={years.length + 4} />
      {hasMenu && <td role="gridcell" className="menu" aria-colindex={years.length + 5} />}
    </tr>
  )
}

interface DeclaredLineProps {
  declared: Plan['declared'][number]
  computed: Totals['dimensions'][number] | undefined
  findings: Finding[]
  years: number[]
  isNarrow: boolean
  hasMenu: boolean
}

/** Stands only where the printed total is not the computed one. */
export function DeclaredLine(props: DeclaredLineProps) {
  const { declared, computed, findings, years, isNarrow, hasMenu } = props
  const reader = useReader()
  const { t, n } = reader
  const budgets = years.map((be) => budgetOf(declared.years, be))
  const isOff = years.map(
    (be, index) =>
      declared.years.some((one) => one.fiscalYear.be === be) &&
      !isSameBudget(budgets[index]!, budgetOf(computed?.years ?? [], be)),
  )
  const counts = computed?.counts
  const isCountOff =
    counts !== undefined &&
    ((declared.projects ?? counts.projects) !== counts.projects ||
      (declared.activities ?? counts.activities) !== counts.activities ||
      (declared.measures ?? counts.measures) !== counts.measures)
  if (!isCountOff && !isOff.some(Boolean)) return null
  const told = findings.filter(
    (one) => one.dimensionCode === declared.dimensionCode && !one.initiativeIds.length,
  )
  const explained = told.flatMap((one) => (one.explanation ? [one.explanation] : []))
  return (
    <tr role="row" className="declared">
      <th
        role="rowheader"
        scope="row"
        colSpan={isNarrow ? 1 : 2}
        aria-colindex={1}
        aria-colspan={isNarrow ? 1 : 2}
      >
        {t.plan.declared}{' '}
        <span className={isCountOff ? 'counts off' : 'counts'}>
          {t.countOf(
            t.counts(
              n(declared.measures ?? '–'),
              n(declared.activities ?? '–'),
              n(declared.projects ?? '–'),
            ),
          )}
        </span>
        {explained.map(({ text, at }) => (
          <span key={at} className="explained">
            {t.plan.explanation}: {text}
          </span>
        ))}
      </th>
      {budgets.map((budget, index) => (
        <td
          key={years[index]}
          role="gridcell"
          className={isOff[index] ? 'figure off' : 'figure'}
          aria-colindex={index + 3}
        >
          <BudgetFigure budget={budget} />
          {isOff[index] && <span className="unseen"> {t.plan.declaredDiffers}</span>}
        </td>
      ))}
      <td role="gridcell" className="figure total" aria-colindex={years.length + 3}>
        <BudgetFigure budget={sumOf(budgets)} />
      </td>
      <td role="gridcell" aria-colindex={years.length + 4} />
      {hasMenu && <td role="gridcell" className="menu" aria-colindex={years.length + 5} />}
    </tr>
  )
}

function budgetOf(years: Totals['years'], be: number): Budget {
  return (
    years.find((one) => one.fiscalYear.be === be)?.budget ?? { state: 'UNSTATED', amount: null }
  )
}
