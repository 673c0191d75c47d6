/** The rows of a revision as the printed form, with room for what is said about them. */
import type { ReactNode } from 'react'
import { groupBy, sorted } from '../../parts/group'
import { BudgetFigure, countWords } from '../../parts/Marks'
import { Scroller } from '../../parts/Scroller'
import { useReader } from '../../parts/reader'
import { sumOf } from './edits/pending'
import type { Revision } from './RevisionPage'

type Row = Revision['initiatives'][number]

/** What stands in and beside a row besides its text: nothing while it is only read. */
export interface RowTools {
  beside: (row: Row) => ReactNode
  cell: (row: Row, be: number, figure: ReactNode) => ReactNode
  look: (row: Row, be?: number) => string
}

interface RevisionTableProps {
  revision: Revision
  tools: RowTools
}

export function RevisionTable({ revision, tools }: RevisionTableProps) {
  const reader = useReader()
  const { t, n } = reader
  const years = revision.totals.years.map((year) => year.fiscalYear.be)
  const byMission = groupBy(revision.initiatives, (row) => row.missionCode)
  return (
    <Scroller className="grid-box" label={t.plan.tabs.grid}>
      <table className="plan-grid">
        <colgroup>
          <col className="mission" />
          <col className="title" />
          {years.map((be) => (
            <col key={be} className="year" />
          ))}
          <col className="year" />
          <col className="remarks" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" className="mission">
              {t.plan.columns.mission}
            </th>
            <th scope="col" className="title">
              {t.plan.columns.initiative}
            </th>
            {years.map((be) => (
              <th key={be} scope="col" className="year">
                {t.fiscalYear(n(be))}
              </th>
            ))}
            <th scope="col" className="year">
              {t.plan.columns.total}
            </th>
            <th scope="col" className="remarks">
              {t.plan.columns.remarks}
            </th>
          </tr>
        </thead>
        {revision.edition.dimensions.map((dimension) => {
          const total = revision.totals.dimensions.find((d) => d.dimensionCode === dimension.code)
          return (
            <tbody key={dimension.code}>
              <tr className="dimension">
                <th scope="rowgroup" colSpan={years.length + 4}>
                  <span>
                    {t.dimension(n(dimension.code))} {dimension.titleTh}
                  </span>
                </th>
              </tr>
              {dimension.missions.flatMap((mission) => {
                const own = sorted(byMission.get(mission.code) ?? [], (a, b) => a.number - b.number)
                return own.map((row, index) => {
                  const budgets = years.map(
                    (be) => row.budgets.find((one) => one.fiscalYear.be === be)?.budget ?? UNKNOWN,
                  )
                  return (
                    <tr
                      key={row.id}
                      id={`row-${row.initiativeId}`}
                      className={index ? undefined : 'mission-first'}
                    >
                      {index === 0 && (
                        <th scope="rowgroup" className="mission" rowSpan={own.length}>
                          {n(`${mission.code} `)}
                          {mission.titleTh}
                        </th>
                      )}
                      <th scope="row" className={`title ${tools.look(row)}`}>
                        {row.subMission && row.subMission !== own[index - 1]?.subMission && (
                          <span className="sub-mission" lang="th">
                            {n(row.subMission)}
                          </span>
                        )}
                        {n(row.number)}. {row.title}
                        {tools.beside(row)}
                      </th>
                      {budgets.map((budget, at) => (
                        <td key={years[at]} className={`figure ${tools.look(row, years[at])}`}>
                          {tools.cell(row, years[at]!, <BudgetFigure budget={budget} />)}
                        </td>
                      ))}
                      <td className="figure total">
                        <BudgetFigure budget={sumOf(budgets)} />
                      </td>
                      <td className="remarks">{row.remarks}</td>
                    </tr>
                  )
                })
              })}
              {total && (
                <SumLine
                  label={t.plan.dimensionTotal(n(dimension.code))}
                  counts={countWords(reader, total.counts)}
                  budgets={total.years.map((year) => year.budget)}
                />
              )}
            </tbody>
          )
        })}
        <tfoot>
          <SumLine
            label={t.plan.planTotal}
            counts={countWords(reader, revision.totals.counts)}
            budgets={revision.totals.years.map((year) => year.budget)}
          />
        </tfoot>
      </table>
    </Scroller>
  )
}

interface SumLineProps {
  label: string
  counts: string
  budgets: Revision['totals']['years'][number]['budget'][]
}

function SumLine({ label, counts, budgets }: SumLineProps) {
  const { t } = useReader()
  return (
    <tr className="sum">
      <th scope="row" colSpan={2}>
        {label} <span className="counts">{t.countOf(counts)}</span>
      </th>
      {budgets.map((budget, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- one per fiscal year, in order
        <td key={index} className="figure">
          <BudgetFigure budget={budget} />
        </td>
      ))}
      <td className="figure total">
        <BudgetFigure budget={sumOf(budgets)} />
      </td>
      <td />
    </tr>
  )
}

const UNKNOWN = { state: 'UNSTATED', amount: null } as const
