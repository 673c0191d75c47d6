/** Districts as blocks and organisations as tiles; each opens what its figure was counted from. */
import { Link, useSearch } from 'wouter'
import type { MapMeasure } from '../../../gql/graphql'
import { useReader } from '../../../parts/reader'
import { lookClass, signOf, toldOf, type FoundMap, type MapTile } from './looks'

interface TilesProps {
  found: FoundMap
  measure: MapMeasure
  onRows: (tile: MapTile) => void
}

export function Tiles({ found, measure, onRows }: TilesProps) {
  const { t, n, name } = useReader()
  const addressOf = useTabAddress()
  return (
    <div className="map">
      {found.mapDistricts.map(({ district, submitted, tiles }) => (
        <section key={district?.code ?? ''} className="map-district">
          <h2>
            <Link href={addressOf('budgets', district?.code)}>
              {district ? t.comparison.district(name(district)) : t.submissions.provinceWide}
            </Link>{' '}
            <span className="soft small">
              {n(submitted)}/{n(tiles.length)}
            </span>
          </h2>
          <ul className="plain">
            {tiles.map((one) => (
              <li key={one.organisation.code}>
                <OneTile
                  one={one}
                  measure={measure}
                  missions={found.missions}
                  awaited={addressOf('timeliness', district?.code)}
                  onRows={onRows}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

interface OneTileProps {
  one: MapTile
  measure: MapMeasure
  missions: number
  /** Where who has sent nothing is followed up. */
  awaited: string
  onRows: (tile: MapTile) => void
}

function OneTile({ one, measure, missions, awaited, onRows }: OneTileProps) {
  const reader = useReader()
  const told = toldOf(reader, measure, missions, one)
  const shown = (
    <>
      <span className="tile-sign" aria-hidden="true">
        {signOf(reader, measure, one)}
      </span>
      <span className="tile-name" lang="th">
        {one.organisation.nameShortTh}
      </span>
      <span className="unseen">: {told}</span>
    </>
  )
  const look = {
    className: `tile ${lookClass(one)}`,
    title: `${one.organisation.nameShortTh}: ${told}`,
  }
  // Figures open the rows that they count; a submission opens what was submitted.
  if (one.revisionId && measure !== 'TIMELINESS') {
    return (
      <button type="button" {...look} onClick={() => onRows(one)}>
        {shown}
      </button>
    )
  }
  const href = one.revisionId ? `/plan/revisions/${encodeURIComponent(one.revisionId)}` : awaited
  return (
    <Link href={href} {...look}>
      {shown}
    </Link>
  )
}

/** Another screen of the page with the same choices, of one district. */
export function useTabAddress() {
  const search = useSearch()
  return (tab: string, district?: string) => {
    const next = new URLSearchParams(search)
    next.set('tab', tab)
    next.delete('measure')
    next.delete('sort')
    if (district) next.set('district', district)
    return `/province?${next}`
  }
}
