/** Organisations × missions as a table of marks: one hue, the count in each, four looks by shape. */
import type { CoverageLook } from '../../../gql/graphql'
import { countWords } from '../../../parts/Marks'
import { Scroller } from '../../../parts/Scroller'
import { useReader } from '../../../parts/reader'
import type { Behind, Compared, Comparison, Filters } from '../comparison'
import { groupsOf } from './grouping'

interface CoverageProps {
  comparison: Comparison
  filters: Filters
  onBehind: (behind: Behind) => void
}

const LOOKS: CoverageLook[] = ['WITH_MONEY', 'WITHOUT_MONEY', 'NOTHING_HERE', 'NO_PLAN']

export function Coverage({ comparison, filters, onBehind }: CoverageProps) {
  const { t, n, name } = useReader()
  const groups = groupsOf(comparison, filters)
  const missions = comparison.edition.dimensions.flatMap((one) => one.missions)
  const { totals } = comparison
  return (
    <div className="stack">
      <Legend />
      <Scroller className="compare-box" label={t.comparison.tabs.coverage}>
        <table className="compare heat two-rows">
          <caption>{t.comparison.coverageCaption}</caption>
          <thead>
            <tr>
              <th scope="col" rowSpan={2} className="first">
                {t.comparison.organisation}
              </th>
              {comparison.edition.dimensions.map((dimension) => (
                <th
                  key={dimension.code}
                  scope="colgroup"
                  colSpan={dimension.missions.length}
                  className="year-group"
                  title={dimension.titleTh}
                >
                  {t.dimension(n(dimension.code))}
                </th>
              ))}
            </tr>
            <tr>
              {missions.map((mission) => (
                <th key={mission.code} scope="col" title={mission.titleTh}>
                  {n(mission.code)}
                  <span className="unseen"> {mission.titleTh}</span>
                </th>
              ))}
            </tr>
            <tr className="all">
              <th scope="row" className="first">
                {t.comparison.covered}
              </th>
              {missions.map((mission) => {
                const covered = totals.coveredMissions.find((m) => m.missionCode === mission.code)
                return (
                  <td key={mission.code} className="covered">
                    {t.comparison.coveredOf(n(covered?.organisations ?? 0), n(totals.submitted))}
                  </td>
                )
              })}
            </tr>
          </thead>
          {groups.map((group) => (
            <tbody key={group.key}>
              {group.district && (
                <tr className="group">
                  <th scope="rowgroup" colSpan={missions.length + 1}>
                    <span>{t.comparison.district(name(group.district))}</span>
                  </th>
                </tr>
              )}
              {group.organisations.map((one) => (
                <CoverageLine
                  key={one.organisation.code}
                  one={one}
                  missions={missions}
                  onOpen={(missionCode) =>
                    onBehind({
                      title: `${one.organisation.nameShortTh} · ${t.mission(n(missionCode))}`,
                      years: comparison.fiscalYears.map((year) => year.be),
                      where: {
                        editionCode: comparison.edition.code,
                        organisationCode: one.organisation.code,
                        missionCode,
                      },
                    })
                  }
                />
              ))}
            </tbody>
          ))}
        </table>
      </Scroller>
    </div>
  )
}

interface CoverageLineProps {
  one: Compared
  missions: Comparison['edition']['dimensions'][number]['missions']
  onOpen: (missionCode: string) => void
}

function CoverageLine({ one, missions, onOpen }: CoverageLineProps) {
  const reader = useReader()
  const { t, n, baht } = reader
  const name = one.organisation.nameShortTh
  if (one.revisionNumber == null) {
    return (
      <tr>
        <th scope="row" className="first" lang="th">
          {name}
        </th>
        <td className="no-plan" colSpan={missions.length}>
          <span>{t.comparison.noPlan}</span>
        </td>
      </tr>
    )
  }
  return (
    <tr>
      <th scope="row" className="first" lang="th">
        {name}
      </th>
      {missions.map((mission) => {
        const cell = one.coverage.find((part) => part.missionCode === mission.code)
        const look = cell?.look ?? 'NOTHING_HERE'
        const count = cell?.counts.total ?? 0
        const label = t.comparison.cellLabel(
          name,
          `${n(mission.code)} ${mission.titleTh}`,
          t.comparison.looks[look],
          cell ? `${t.items(n(count))} ${countWords(reader, cell.counts)}` : '',
          baht(cell?.amount),
        )
        return (
          <td key={mission.code}>
            {look === 'NOTHING_HERE' ? (
              <span className="look NOTHING_HERE" title={label}>
                {n(0)}
                <span className="unseen"> {t.comparison.looks.NOTHING_HERE}</span>
              </span>
            ) : (
              <button
                type="button"
                className={`look ${look} depth-${Math.min(5, Math.ceil(count / 2))}`}
                title={label}
                aria-label={label}
                onClick={() => onOpen(mission.code)}
              >
                {n(count)}
              </button>
            )}
          </td>
        )
      })}
    </tr>
  )
}

function Legend() {
  const { t, n } = useReader()
  return (
    <div className="legend" role="group" aria-label={t.comparison.legend}>
      {LOOKS.map((look) => (
        <span key={look} className="row">
          <span className={`look ${look} depth-3`} aria-hidden="true">
            {look === 'NO_PLAN' ? '' : n(look === 'NOTHING_HERE' ? 0 : 5)}
          </span>
          {t.comparison.looks[look]}
        </span>
      ))}
      <span className="row soft">
        {[1, 2, 3, 4, 5].map((depth) => (
          <span key={depth} className={`depth-step depth-${depth}`} aria-hidden="true" />
        ))}
        {t.comparison.more}
      </span>
    </div>
  )
}
