/** The area by its outlines, with the credit that they come with and a table behind them. */
import { useMemo } from 'react'
import type { MapMeasure } from '../../../gql/graphql'
import { Chart } from '../../../parts/Chart'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader, type Reader } from '../../../parts/reader'
import type { Area } from '../area'
import { Legend } from './Legend'
import { districtTold, signOf, toldOf, type FoundMap, type Looking, type MapTile } from './looks'
import { lookOf, regionsOf, useRegistered, type Outline, type Region } from './regions'

interface OutlinesProps {
  area: Area
  found: FoundMap
  outline: Outline
  measure: MapMeasure
  onDistrict: (code: string) => void
  onTile: (tile: MapTile) => void
}

export function Outlines(props: OutlinesProps) {
  const { area, found, outline, measure, onDistrict, onTile } = props
  const reader = useReader()
  const { t } = reader
  const within = area.district?.code ?? area.province?.code ?? ''
  const { data, isError, error, refetch } = useRegistered(outline, within)
  const regions = useMemo(
    () => (data ? regionsOf(found, outline.level, data.codes) : []),
    [data, found, outline.level],
  )
  const option = useMemo(
    () => data && optionFor(reader, measure, found.missions, data.name, regions),
    [reader, measure, found.missions, data, regions],
  )
  if (isError) return <Failed error={error} onAgain={() => void refetch()} />
  if (!option || !data) return <Loading />
  // An outline may lack this district: the tiles below say all the same.
  if (!data.codes.length) return <p className="soft">{t.map.noOutline}</p>
  const open = (region: Region) => {
    if (region.kind === 'district') onDistrict(region.code)
    if (region.kind === 'tile') onTile(region.tile)
  }
  return (
    <div className="stack outlines">
      <Legend measure={measure} isOfAreas={outline.level === 'DISTRICT'} isOutlined />
      <Chart
        label={`${t.map.measures[measure]}: ${t.map.outlinesOf[outline.level]}`}
        option={option}
        height={32}
        onPick={(code) => regions.filter((one) => one.code === code).forEach(open)}
        table={
          <table className="plain-table">
            <tbody>
              {regions
                .filter((one) => one.kind !== 'none')
                .map((region) => (
                  <tr key={region.code}>
                    <th scope="row">
                      {region.kind === 'several' ? (
                        titleOf(reader, region)
                      ) : (
                        <button type="button" className="quiet-button" onClick={() => open(region)}>
                          {titleOf(reader, region)}
                        </button>
                      )}
                    </th>
                    <td>{tellOf(reader, measure, found.missions, region)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        }
      />
      <p className="soft small">{t.map.credit(outline.source, outline.licence)}</p>
    </div>
  )
}

function titleOf({ t, name }: Reader, region: Region): string {
  if (region.kind === 'district') {
    const { district } = region.district
    return district ? t.comparison.district(name(district)) : ''
  }
  if (region.kind === 'tile') return region.tile.organisation.nameShortTh
  if (region.kind === 'several')
    return region.tiles.map((one) => one.organisation.nameShortTh).join(', ')
  return ''
}

function tellOf(reader: Reader, measure: MapMeasure, missions: number, region: Region): string {
  if (region.kind === 'district') return districtTold(reader, measure, missions, region.district)
  if (region.kind === 'tile') return toldOf(reader, measure, missions, region.tile)
  if (region.kind === 'several')
    return region.tiles.map((one) => toldOf(reader, measure, missions, one)).join(', ')
  return reader.t.map.nobodyHere
}

/** What is printed in an area, so that it is told without colour. */
function signsOf(reader: Reader, measure: MapMeasure, region: Region): string {
  const { t, n } = reader
  if (region.kind === 'tile') return signOf(reader, measure, region.tile)
  if (region.kind === 'several') return n(region.tiles.length)
  if (region.kind === 'none') return ''
  const { look, step, onTime, tiles } = region.district
  if (look !== 'STEP') return t.map.signs[look]
  if (measure === 'TIMELINESS') return `${n(onTime)}/${n(tiles.length)}`
  return n(step ?? '')
}

/** As in the style sheet's tiles; the same by day and by night, and on paper. */
const STEP_INKS = ['#ffffff', '#e2ece9', '#bfd4cd', '#2b7f66', '#0b5d47']
const PLAIN_INKS: Partial<Record<Looking['look'], string>> = {
  ON_TIME: '#0b5d47',
  LATE: '#e2ece9',
}
const LINES = { color: '#5c6b64', backgroundColor: 'none' }
const DECALS: Partial<Record<Looking['look'], object>> = {
  AWAITED: { ...LINES, symbol: 'circle', symbolSize: 0.35, dashArrayX: [6, 6], dashArrayY: [6, 6] },
  MISSING: { ...LINES, symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: -0.785 },
  UNSTATED: { ...LINES, symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 10], rotation: 1.571 },
}

function styleOf(look: Looking | null) {
  if (!look) return { areaColor: '#f4f4f2' }
  const areaColor =
    look.look === 'STEP' ? STEP_INKS[(look.step ?? 1) - 1] : (PLAIN_INKS[look.look] ?? '#ffffff')
  const decal = DECALS[look.look]
  // A copy: the library writes into it.
  return decal ? { areaColor, decal: { ...decal } } : { areaColor }
}

function optionFor(
  reader: Reader,
  measure: MapMeasure,
  missions: number,
  map: string,
  regions: readonly Region[],
) {
  const told = new Map(
    regions.map((one) => [
      one.code,
      [titleOf(reader, one), tellOf(reader, measure, missions, one)].filter(Boolean).join(': '),
    ]),
  )
  const labels = new Map(
    regions.map((one) => [
      one.code,
      [
        one.kind === 'district' && one.district.district ? reader.name(one.district.district) : '',
        signsOf(reader, measure, one),
      ]
        .filter(Boolean)
        .join('\n'),
    ]),
  )
  const isDark = (look: Looking | null) => look?.look === 'ON_TIME' || (look?.step ?? 0) > 3
  return {
    tooltip: {
      confine: true,
      // Text, not markup: names come from the register.
      renderMode: 'richText',
      formatter: ({ name }: { name: string }) => told.get(name) ?? '',
    },
    series: [
      {
        type: 'map',
        map,
        aspectScale: 0.96,
        // In the middle and in proportion: a box of four sides would stretch it.
        layoutCenter: ['50%', '50%'],
        layoutSize: '96%',
        selectedMode: false,
        itemStyle: { borderColor: '#3c4a44', borderWidth: 1 },
        label: {
          show: true,
          fontSize: 12,
          lineHeight: 16,
          formatter: ({ name }: { name: string }) => labels.get(name) ?? '',
        },
        labelLayout: { hideOverlap: true },
        emphasis: { label: { show: true }, itemStyle: { borderWidth: 3 } },
        data: regions.map((one) => {
          const look = lookOf(one)
          const style = styleOf(look)
          const hasDecal = 'decal' in style
          const ink = isDark(look) ? '#ffffff' : '#15211c'
          return {
            name: one.code,
            itemStyle: style,
            label: {
              color: ink,
              ...(hasDecal && { backgroundColor: '#ffffff', padding: [1, 3], borderRadius: 3 }),
            },
            emphasis: { itemStyle: { areaColor: style.areaColor }, label: { color: ink } },
          }
        }),
      },
    ],
  }
}
