/** Organisations × missions as a table of marks: one hue, the count in each, four looks by shape. */
import type { CoverageLook } from '../../../gql/graphql'
import { countWords } from '../../../parts/Marks'
import { Scroller } from '../../../parts/Scroller'
import { useReader } from '../../../parts/reader'
import type { Behind, Compared, Comparison, Filters } from '../comparison'
import { useCellKeys } from '../keys'
import type { Found } from './CoverageScreen'
import { groupsOf, type Group } from './grouping'

interface CoverageProps {
  comparison: Comparison
  districts: Found['districts']
  filters: Filters
  onBehind: (behind: Behind) => void
}

const LOOKS: CoverageLook[] = ['WITH_MONEY', 'WITHOUT_MONEY', 'NOTHING_HERE', 'NO_PLAN']
type Mission = Comparison['edition']['dimensions'][number]['missions'][number]

export function Coverage({ comparison, districts, filters, onBehind }: CoverageProps) {
  const { t, n, name } = useReader()
  const keys = useCellKeys()
  const groups = groupsOf(comparison, filters)
  const missions = comparison.edition.dimensions.flatMap((one) => one.missions)
  const { totals } = comparison
  const open = (title: string, where: Behind['where']) => (missionCode: string) =>
    onBehind({
      title: `${title} · ${t.mission(n(missionCode))}`,
      years: comparison.fiscalYears.map((year) => year.be),
      where: { editionCode: comparison.edition.code, ...where, missionCode },
    })
  const place = {
    provinceCode: comparison.province.code,
    districtCode: comparison.district?.code ?? null,
    kind: filters.kind,
  }
  const placeName = name(comparison.district ?? comparison.province)
  return (
    <div className="stack">
      <Legend />
      <p className="soft small no-print keys-note">{t.gaps.keys}</p>
      <Scroller className="compare-box" label={t.comparison.tabs.coverage}>
        <table
          className="compare heat two-rows"
          role="grid"
          aria-readonly="true"
          onKeyDown={keys.onKeyDown}
          onFocus={keys.onFocus}
        >
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
            <CoveredLine
              className="all"
              head={t.comparison.covered}
              name={placeName}
              covered={totals.coveredMissions}
              plans={totals.submitted}
              missions={missions}
              isFirst
              onOpen={open(placeName, place)}
            />
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
              <DistrictLine
                {...{ group, districts, missions }}
                onOpen={
                  group.district
                    ? open(t.comparison.district(name(group.district)), {
                        ...place,
                        districtCode: group.district.code,
                      })
                    : undefined
                }
              />
              {group.organisations.map((one) => (
                <CoverageLine
                  key={one.organisation.code}
                  one={one}
                  missions={missions}
                  onOpen={open(one.organisation.nameShortTh, {
                    organisationCode: one.organisation.code,
                  })}
                />
              ))}
            </tbody>
          ))}
        </table>
      </Scroller>
    </div>
  )
}

interface DistrictLineProps {
  group: Group
  districts: Found['districts']
  missions: readonly Mission[]
  onOpen?: (missionCode: string) => void
}

/** How many of the district's organisations cover each mission. */
function DistrictLine({ group, districts, missions, onOpen }: DistrictLineProps) {
  const { t, n, name } = useReader()
  const own = districts.find((one) => (one.district?.code ?? '') === group.key)
  if (!own || !group.district) return null
  return (
    <CoveredLine
      className="subtotal"
      head={t.gaps.ofDistrictPlans(n(own.plans), n(own.organisations))}
      name={t.comparison.district(name(group.district))}
      covered={own.coveredMissions}
      plans={own.plans}
      missions={missions}
      onOpen={onOpen}
    />
  )
}

interface CoveredLineProps {
  className: string
  head: string
  /** Whose plans they are. */
  name: string
  covered: readonly { missionCode: string; organisations: number }[]
  plans: number
  missions: readonly Mission[]
  isFirst?: boolean
  onOpen?: (missionCode: string) => void
}

function CoveredLine(props: CoveredLineProps) {
  const { className, head, name, covered, plans, missions, isFirst = false, onOpen } = props
  const { t, n } = useReader()
  return (
    <tr className={className}>
      <th scope="row" className="first">
        {head}
      </th>
      {missions.map(({ code, titleTh }, at) => {
        const having = covered.find((one) => one.missionCode === code)?.organisations ?? 0
        // Without any plan nothing is known: "0 of 0" would say that nobody covers it.
        const shown = plans ? t.comparison.coveredOf(n(having), n(plans)) : '–'
        const label = plans
          ? t.gaps.coveredLabel(name, `${n(code)} ${titleTh}`, n(having), n(plans))
          : `${name} ${t.comparison.noPlan}`
        const cell = {
          'data-cell': true,
          tabIndex: isFirst && at === 0 ? 0 : -1,
          title: label,
        }
        return (
          <td key={code} className={having || !plans ? 'covered' : 'covered nobody'}>
            {having && onOpen ? (
              <button
                type="button"
                className="figure-button"
                {...cell}
                aria-label={`${shown} ${label}`}
                onClick={() => onOpen(code)}
              >
                {shown}
              </button>
            ) : (
              <span {...cell} className="still">
                <span aria-hidden="true">{shown}</span>
                <span className="unseen">{label}</span>
              </span>
            )}
          </td>
        )
      })}
    </tr>
  )
}

interface CoverageLineProps {
  one: Compared
  missions: readonly Mission[]
  onOpen: (missionCode: string) => void
}

function CoverageLine({ one, missions, onOpen }: CoverageLineProps) {
  const { t } = useReader()
  const name = one.organisation.nameShortTh
  if (one.revisionNumber == null) {
    return (
      <tr>
        <th scope="row" className="first" lang="th">
          {name}
        </th>
        <td className="no-plan" colSpan={missions.length} data-cell tabIndex={-1}>
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
        return (
          <LookCell
            key={mission.code}
            name={name}
            part={mission}
            cell={cell}
            onOpen={() => onOpen(mission.code)}
          />
        )
      })}
    </tr>
  )
}

interface LookCellProps {
  /** Whose. */
  name: string
  part: { code: string; titleTh: string }
  cell: Pick<Compared['coverage'][number], 'look' | 'amount' | 'counts'> | undefined
  onOpen: () => void
}

export function LookCell({ name, part, cell, onOpen }: LookCellProps) {
  const reader = useReader()
  const { t, n, baht } = reader
  const look = cell?.look ?? 'NOTHING_HERE'
  const count = cell?.counts.total ?? 0
  const told = t.comparison.cellLabel(
    name,
    `${n(part.code)} ${part.titleTh}`,
    t.comparison.looks[look],
    cell ? `${t.items(n(count))} ${countWords(reader, cell.counts)}` : '',
  )
  // Where no amount is written, none is said: not 0 either.
  const label =
    look === 'WITH_MONEY' ? `${told} ${t.comparison.cellMoney(baht(cell?.amount))}` : told
  return (
    <td>
      {look === 'NOTHING_HERE' ? (
        <span className="look NOTHING_HERE" title={label} data-cell tabIndex={-1}>
          {n(0)}
          <span className="unseen"> {t.comparison.looks.NOTHING_HERE}</span>
        </span>
      ) : (
        <button
          type="button"
          className={`look ${look} depth-${Math.min(5, Math.ceil(count / 2))}`}
          title={label}
          aria-label={label}
          data-cell
          tabIndex={-1}
          onClick={onOpen}
        >
          {n(count)}
        </button>
      )}
    </td>
  )
}

export function Legend() {
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
