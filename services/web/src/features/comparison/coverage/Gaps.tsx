/** Missions that nobody covers, and what an organisation's peers have; the rows of peers open. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useReader } from '../../../parts/reader'
import type { Area } from '../area'
import type { Behind, Filters } from '../comparison'
import type { Found } from './CoverageScreen'

interface GapsProps {
  found: Found
  area: Area
  filters: Filters
  onBehind: (behind: Behind) => void
}

export function Gaps({ found, area, filters, onBehind }: GapsProps) {
  return (
    <div className="gaps">
      <Nobody found={found} area={area} />
      <Lacks
        found={found}
        area={area}
        onOpen={(missionCode, title) =>
          onBehind({
            title,
            years: [...area.years],
            where: {
              editionCode: area.edition.code,
              provinceCode: area.province?.code ?? null,
              districtCode: area.district?.code ?? null,
              kind: filters.kind,
              missionCode,
            },
          })
        }
      />
    </div>
  )
}

function useMissionTitle(area: Area) {
  const { n } = useReader()
  const titles = new Map(
    area.edition.dimensions.flatMap((one) => one.missions).map((one) => [one.code, one.titleTh]),
  )
  return (code: string) => `${n(code)} ${titles.get(code) ?? ''}`
}

function Nobody({ found, area }: { found: Found; area: Area }) {
  const { t, n, name } = useReader()
  const titleOf = useMissionTitle(area)
  const districts = found.byDistrict.filter((one) => one.missionCodes.length)
  return (
    <section className="card" aria-labelledby="nobody-has">
      <h2 id="nobody-has">{t.gaps.nobody}</h2>
      {found.missionCodes.length > 0 && (
        <>
          <p>
            <strong>{t.gaps.nobodyAtAll}</strong>
          </p>
          <ul lang="th">
            {found.missionCodes.map((code) => (
              <li key={code}>{titleOf(code)}</li>
            ))}
          </ul>
        </>
      )}
      {districts.length === 0 ? (
        <p className="soft">{t.gaps.everyDistrict}</p>
      ) : (
        <ul className="plain lines">
          {districts.map((one) => (
            <li key={one.district?.code ?? ''}>
              <strong>
                {one.district
                  ? t.comparison.district(name(one.district))
                  : t.submissions.provinceWide}
              </strong>{' '}
              <span className="soft small">{t.gaps.ofPlans(n(one.plans))}</span>
              <ul lang="th">
                {one.missionCodes.map((code) => (
                  <li key={code}>{titleOf(code)}</li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const SHOWN = 6

interface LacksProps {
  found: Found
  area: Area
  onOpen: (missionCode: string, title: string) => void
}

function Lacks({ found, area, onOpen }: LacksProps) {
  const { t, n } = useReader()
  const titleOf = useMissionTitle(area)
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? found.lacks : found.lacks.slice(0, SHOWN)
  return (
    <section className="card" aria-labelledby="peers-have">
      <h2 id="peers-have">
        {t.gaps.lacks} <span className="soft">{n(found.lacks.length)}</span>
      </h2>
      <p className="soft small">{t.gaps.lacksNote}</p>
      {found.lacks.length === 0 && <p className="soft">{t.gaps.nothingLacks}</p>}
      <ul className="plain lines">
        {shown.map((one) => (
          <li key={one.organisation.code}>
            <strong lang="th">{one.organisation.nameShortTh}</strong>{' '}
            <span className="soft small">
              {one.isOfDistrict ? t.gaps.ofDistrict(n(one.peers)) : t.gaps.ofAll(n(one.peers))}
            </span>
            <ul className="plain">
              {one.missions.map(({ missionCode, having }) => (
                <li key={missionCode}>
                  <button
                    type="button"
                    className="quiet-button"
                    onClick={() => onOpen(missionCode, t.gaps.rowsOf(n(missionCode)))}
                  >
                    <span lang="th">{titleOf(missionCode)}</span>{' '}
                    <span className="tag">{t.gaps.having(n(having), n(one.peers))}</span>
                  </button>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {found.lacks.length > shown.length && (
        <Button variant="default" className="no-print" onClick={() => setWhole(true)}>
          {t.submissions.showAll(n(found.lacks.length))}
        </Button>
      )}
    </section>
  )
}
