/** What a round comes to: the score with its flag in words and shape, and sums by dimension. */
import type { FigurePartsFragment, ReportFlag } from '../../gql/graphql'
import { BudgetFigure, UnstatedMark } from '../../parts/Marks'
import { useReader } from '../../parts/reader'

export function Figures({ figures }: { figures: FigurePartsFragment }) {
  const { t, n, baht } = useReader()
  const counts = figures.counts
  const words = t.reporting.counts
  return (
    <section className="report-figures" aria-label={t.reporting.score}>
      <p className="report-score">
        <span>{t.reporting.score}</span> <Score score={figures.score} flag={figures.flag} />
      </p>
      <ul className="plain report-counts">
        {(['counted', 'done', 'inProgress', 'cannot', 'noneYet', 'leftOut'] as const).map((one) => (
          <li key={one}>
            <strong>{n(counts[one])}</strong> {words[one]}
          </li>
        ))}
      </ul>
      <details>
        <summary>{t.reporting.byDimension}</summary>
        <div className="report-box" tabIndex={-1}>
          <table className="report-table plain-table">
            <thead>
              <tr>
                <th scope="col">{t.reporting.byDimension}</th>
                <th scope="col">{words.counted}</th>
                <th scope="col">{words.done}</th>
                <th scope="col">{t.reporting.columns.planned}</th>
                <th scope="col">{t.reporting.columns.disbursed}</th>
              </tr>
            </thead>
            <tbody>
              {figures.dimensions.map((one) => (
                <tr key={one.dimensionCode}>
                  <th scope="row">{t.reporting.dimension(n(one.dimensionCode))}</th>
                  <td className="figure">{n(one.counts.counted)}</td>
                  <td className="figure">{n(one.counts.done)}</td>
                  <td className="figure">
                    <BudgetFigure budget={{ ...one.planned, amount: one.planned.amount ?? null }} />
                  </td>
                  <td className="figure">
                    {one.disbursed == null ? <UnstatedMark /> : baht(one.disbursed)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  )
}

interface ScoreProps {
  score: string | null | undefined
  flag: ReportFlag | null | undefined
}

/** Never by colour alone: each flag has a shape and a word of its own. */
export function Score({ score, flag }: ScoreProps) {
  const { t, n } = useReader()
  if (score == null || !flag) return <span className="soft">{t.reporting.noScore}</span>
  const shapes = { GREEN: '●', ORANGE: '▲', RED: '■' }
  return (
    <span className={`report-flag ${flag}`}>
      <strong className="score-figure">{n(score)}</strong>{' '}
      <span aria-hidden="true">{shapes[flag]}</span> {t.reporting.flags[flag]}
    </span>
  )
}
