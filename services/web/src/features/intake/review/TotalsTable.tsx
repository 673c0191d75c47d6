/** Computed beside printed, per dimension; follows each correction at once. */
import { isSameBudget, type Budget } from '../../../parts/budget'
import { Icon } from '../../../parts/Icon'
import { BudgetFigure } from '../../../parts/Marks'
import { useReader } from '../../../parts/reader'
import { sumOf } from '../../plan/edits/pending'
import type { Reading } from '../documents'
import type { Dimensions } from './RowEditor'

interface TotalsTableProps {
  reading: Reading
  dimensions: Dimensions
}

export function TotalsTable({ reading, dimensions }: TotalsTableProps) {
  const { t, n } = useReader()
  const years = reading.fiscalYears.map((year) => year.be)
  return (
    <details className="card fold totals" open>
      <summary>
        {t.intake.totals} <span className="soft">{t.unit}</span>
      </summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard */}
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t.intake.totals}>
        <table className="totals-table">
          <thead>
            <tr>
              <th scope="col">{t.intake.computed}</th>
              {(['MEASURE', 'ACTIVITY', 'PROJECT'] as const).map((kind) => (
                <th key={kind} scope="col" className="figure">
                  {t.kinds[kind]}
                </th>
              ))}
              {years.map((be) => (
                <th key={be} scope="col" className="figure">
                  {t.fiscalYear(n(be))}
                </th>
              ))}
              <th scope="col" className="figure">
                {t.plan.columns.total}
              </th>
            </tr>
          </thead>
          <tbody>
            {dimensions.map((dimension) => (
              <DimensionLine
                key={dimension.code}
                code={dimension.code}
                title={dimension.titleTh}
                reading={reading}
                years={years}
              />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t.plan.planTotal}</th>
              <td className="figure">{n(reading.totals.counts.measures)}</td>
              <td className="figure">{n(reading.totals.counts.activities)}</td>
              <td className="figure">{n(reading.totals.counts.projects)}</td>
              {years.map((be) => (
                <td key={be} className="figure">
                  <BudgetFigure budget={at(reading.totals.years, be)} />
                </td>
              ))}
              <td className="figure">
                <BudgetFigure budget={{ state: 'AMOUNT', amount: reading.totals.grandTotal }} />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </details>
  )
}

interface DimensionLineProps {
  code: string
  title: string
  reading: Reading
  years: number[]
}

function DimensionLine({ code, title, reading, years }: DimensionLineProps) {
  const { t, n } = useReader()
  const computed = reading.totals.dimensions.find((one) => one.dimensionCode === code)
  const declared = reading.declared.find((one) => one.dimensionCode === code)
  const counts = computed?.counts
  const budgets = years.map((be) => at(computed?.years ?? [], be))
  return (
    <tr>
      <th scope="row">
        {t.dimension(n(code))}{' '}
        <span lang="th" className="soft totals-title">
          {title}
        </span>
      </th>
      <Count value={counts?.measures} printed={declared?.measures} />
      <Count value={counts?.activities} printed={declared?.activities} />
      <Count value={counts?.projects} printed={declared?.projects} />
      {years.map((be, index) => {
        const printed = declared?.years.find((one) => one.fiscalYear.be === be)?.budget
        return (
          <td key={be} className="figure">
            <BudgetFigure budget={budgets[index]!} />
            {printed && !isSameBudget(printed, budgets[index]!) && (
              <Printed>
                <BudgetFigure budget={printed} />
              </Printed>
            )}
          </td>
        )
      })}
      <td className="figure">
        <BudgetFigure budget={sumOf(budgets)} />
      </td>
    </tr>
  )
}

interface CountProps {
  value: number | undefined
  printed: number | null | undefined
}

function Count({ value = 0, printed }: CountProps) {
  const { n } = useReader()
  return (
    <td className="figure">
      {n(value)}
      {printed != null && printed !== value && <Printed>{n(printed)}</Printed>}
    </td>
  )
}

function Printed({ children }: { children: React.ReactNode }) {
  const { t } = useReader()
  return (
    <span className="printed">
      <Icon name="alert" size={14} /> {t.intake.declared} {children}
    </span>
  )
}

function at(years: Reading['totals']['years'], be: number): Budget {
  return (
    years.find((one) => one.fiscalYear.be === be)?.budget ?? { state: 'UNSTATED', amount: null }
  )
}
