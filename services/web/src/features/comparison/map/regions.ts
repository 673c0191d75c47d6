/** Which outlines a map can be drawn with, and what each of their areas shows. */
import { useQuery } from '@tanstack/react-query'
import { AreaOutlinesDocument, type AreaOutlinesQuery } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import type { Area } from '../area'
import type { FoundMap, Looking, MapDistrict, MapTile } from './looks'

export type Outline = AreaOutlinesQuery['areaOutlines'][number]

/** A district shows its subdistricts, a province its districts; null: there are none, draw tiles. */
export function outlineFor(
  outlines: readonly Outline[],
  districtCode: string | null,
): Outline | null {
  const of = (level: Outline['level']) => outlines.find((one) => one.level === level) ?? null
  return districtCode ? of('SUBDISTRICT') : (of('DISTRICT') ?? of('SUBDISTRICT'))
}

export function useOutline(area: Area): Outline | null {
  const provinceCode = area.province?.code ?? ''
  const { data } = useQuery({
    queryKey: ['areaOutlines', provinceCode],
    queryFn: async () => (await ask(AreaOutlinesDocument, { provinceCode })).areaOutlines,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: provinceCode !== '',
  })
  return outlineFor(data ?? [], area.district?.code ?? null)
}

/** The names of the areas that are drawn, once the library knows them. */
export function useRegistered(outline: Outline, within: string) {
  const name = `${outline.path} ${within}`
  return useQuery({
    queryKey: ['outline', name],
    queryFn: async () => {
      const { register } = await import('./geo')
      return { name, codes: await register(name, outline.path, within) }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export type Region =
  | { code: string; kind: 'district'; district: MapDistrict }
  | { code: string; kind: 'tile'; tile: MapTile }
  | { code: string; kind: 'several'; tiles: MapTile[] }
  | { code: string; kind: 'none' }

/** An organisation stands in the subdistrict that it is named after; several may share one. */
export function regionsOf(
  found: FoundMap,
  level: Outline['level'],
  codes: readonly string[],
): Region[] {
  if (level === 'DISTRICT') {
    const districts = new Map(found.mapDistricts.map((one) => [one.district?.code, one]))
    return codes.map((code): Region => {
      const district = districts.get(code)
      return district ? { code, kind: 'district', district } : { code, kind: 'none' }
    })
  }
  const tiles = found.mapDistricts.flatMap((one) => one.tiles)
  return codes.map((code): Region => {
    const own = tiles.filter((one) => one.organisation.subdistrictCode === code)
    if (own.length > 1) return { code, kind: 'several', tiles: own }
    return own[0] ? { code, kind: 'tile', tile: own[0] } : { code, kind: 'none' }
  })
}

export function lookOf(region: Region): Looking | null {
  if (region.kind === 'district') return region.district
  return region.kind === 'tile' ? region.tile : null
}
