/** Likelihood × impact as a table of counts; the level of each cell is written, not only coloured. */
import { useReader } from '../../../parts/reader'
import type { Risk } from './beside'

const SCALE = [1, 2, 3, 4, 5]
type Level = NonNullable<Risk['gravity']>['level']

export function RiskMatrix({ risks }: { risks: readonly Risk[] }) {
  const { t, n } = useReader()
  const unrated = risks.filter((risk) => !risk.gravity).length
  return (
    <div className="stack">
      <table className="risk-matrix">
        <caption className="unseen">{t.parts.matrix}</caption>
        <thead>
          <tr>
            <th scope="col">
              {t.parts.impact} ↓ / {t.parts.likelihood} →
            </th>
            {SCALE.map((likelihood) => (
              <th key={likelihood} scope="col">
                {n(likelihood)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {SCALE.toReversed().map((impact) => (
            <tr key={impact}>
              <th scope="row">{n(impact)}</th>
              {SCALE.map((likelihood) => {
                const here = risks.filter(
                  (risk) => risk.likelihood === likelihood && risk.impact === impact,
                )
                const level = here[0]?.gravity?.level
                return (
                  <td key={likelihood} className={level ? `level-${level}` : undefined}>
                    {here.length > 0 && level && (
                      <>
                        <strong>{n(here.length)}</strong>
                        <span>{t.parts.levels[level]}</span>
                      </>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {unrated > 0 && <p className="soft small">{t.parts.unratedN(n(unrated))}</p>}
    </div>
  )
}

export function LevelMark({ risk }: { risk: Risk }) {
  const { t, n } = useReader()
  if (!risk.gravity) return <span className="tag">{t.parts.unrated}</span>
  const { level, score } = risk.gravity
  return (
    <span className={`tag level-${level satisfies Level}`}>
      {t.parts.levels[level]} ({n(score)})
    </span>
  )
}
