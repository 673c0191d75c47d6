/** Computed beside printed, per dimension; follows each correction at once. */
import { isSameBudget, type Budget } from '../../../parts/budget'
import { Icon } from '../../../parts/Icon'
import { BudgetFigure, countWords } from '../../../parts/Marks'
import { Scroller } from '../../../parts/Scroller'
import { useReader } from '../../../parts/reader'
import { sumOf } from '../../plan/edits/pending'
import type { Reading } from '../documents'
import type { Dimensions } from './RowEditor'

interface TotalsTableProps {
  reading: Reading
  dimensions: Dimensions
}

export function TotalsTable({ reading, dimensions }: TotalsTableProps) {
  const reader = useReader()
  const { t, n, baht } = reader
  const years = reading.fiscalYears.map((year) => year.be)
  const off = reading.declared.filter((one) => isOff(reading, one, years)).length
  return (
    <details className="card fold totals">
      <summary>
        {t.intake.totals}{' '}
        <span className="totals-now" role="status">
          <span>{t.comparison.totalBaht(baht(reading.totals.grandTotal))}</span>
          <span>{t.countOf(countWords(reader, reading.totals.counts))}</span>
          {reading.declared.length > 0 && (
            <span className={off ? 'tag attention' : 'tag'}>
              <Icon name={off ? 'alert' : 'check'} size={15} />
              {off ? t.intake.differsIn(n(off)) : t.intake.same}
            </span>
          )}
        </span>
      </summary>
      <Scroller className="scroll-x" label={t.intake.totals}>
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
      </Scroller>
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

/** Whether a printed total differs anywhere from what its rows add up to. */
function isOff(reading: Reading, declared: Reading['declared'][number], years: number[]): boolean {
  const computed = reading.totals.dimensions.find(
    (one) => one.dimensionCode === declared.dimensionCode,
  )
  if (!computed) return false
  const counts = [
    [declared.projects, computed.counts.projects],
    [declared.activities, computed.counts.activities],
    [declared.measures, computed.counts.measures],
  ] as const
  return (
    counts.some(([printed, listed]) => printed != null && printed !== listed) ||
    declared.years
      .filter((one) => years.includes(one.fiscalYear.be))
      .some((one) => !isSameBudget(one.budget, at(computed.years, one.fiscalYear.be)))
  )
}

function at(years: Reading['totals']['years'], be: number): Budget {
  return (
    years.find((one) => one.fiscalYear.be === be)?.budget ?? { state: 'UNSTATED', amount: null }
  )
}
