/** The same map as a table: every organisation, in words; figures open their rows. */
import { Link } from 'wouter'
import type { MapMeasure } from '../../../gql/graphql'
import { toSatang } from '../../../parts/budget'
import { useReader, type Reader } from '../../../parts/reader'
import type { ScreenProps } from '../screens'
import { ScreenTable, type TableColumn } from '../ScreenTable'
import { toldOf, type FoundMap, type MapDistrict, type MapTile } from './looks'

interface MapTableProps extends Pick<ScreenProps, 'filters' | 'change'> {
  found: FoundMap
  measure: MapMeasure
  onRows: (tile: MapTile) => void
}

interface Line {
  tile: MapTile
  district: MapDistrict['district']
}

export function MapTable({ found, measure, filters, change, onRows }: MapTableProps) {
  const reader = useReader()
  const lines = found.mapDistricts.flatMap(({ district, tiles }) =>
    tiles.map((tile) => ({ tile, district })),
  )
  return (
    <ScreenTable
      label={reader.t.map.table}
      rows={lines}
      keyOf={({ tile }) => tile.organisation.code}
      filters={filters}
      change={change}
      columns={columnsFor(reader, measure, found.missions, onRows)}
    />
  )
}

const TIMES = ['ON_TIME', 'AWAITED', 'LATE', 'MISSING']

function columnsFor(
  reader: Reader,
  measure: MapMeasure,
  missions: number,
  onRows: (tile: MapTile) => void,
): TableColumn<Line>[] {
  const { t, name } = reader
  const valueOf = ({ tile }: Line) => {
    if (measure === 'TIMELINESS') return TIMES.indexOf(tile.timeliness) * 100_000 + tile.daysLate
    if (!tile.revisionId) return null
    if (measure === 'COVERAGE') return tile.covered
    return tile.total == null ? null : toSatang(tile.total)
  }
  return [
    {
      key: 'name',
      head: t.comparison.organisation,
      value: ({ tile }) => tile.organisation.nameShortTh,
      cell: ({ tile }) => {
        const words = <span lang="th">{tile.organisation.nameShortTh}</span>
        if (!tile.revisionId) return words
        return <Link href={`/plan/revisions/${encodeURIComponent(tile.revisionId)}`}>{words}</Link>
      },
    },
    {
      key: 'district',
      head: t.comparison.districtLabel,
      value: ({ district }) => (district ? name(district) : null),
      cell: ({ district }) => (district ? name(district) : '–'),
    },
    {
      key: 'shown',
      head: t.map.measures[measure],
      value: valueOf,
      isFigure: measure === 'TOTAL',
      cell: ({ tile }) => {
        const told = toldOf(reader, measure, missions, tile)
        if (!tile.revisionId || measure === 'TIMELINESS') return told
        return (
          <button
            type="button"
            className="figure-button"
            onClick={() => onRows(tile)}
            aria-label={`${told} ${t.comparison.rowsBehind(tile.organisation.nameShortTh)}`}
          >
            {told}
          </button>
        )
      },
    },
  ]
}
