/** The comparison: its filters live in the address, its data in one request. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import {
  ComparisonDocument,
  SubmittedInitiativesDocument,
  type ComparisonQuery,
  type OrganisationKind,
  type SubmittedInitiativesQueryVariables,
} from '../../gql/graphql'
import { ask } from '../../parts/ask'
import type { Direction } from '../../parts/sort'

export type Comparison = NonNullable<ComparisonQuery['comparison']>
export type Compared = Comparison['organisations'][number]
export type View = 'years' | 'dimensions' | 'both'

export interface Filters {
  edition: string | null
  province: string | null
  district: string | null
  kind: OrganisationKind | null
  years: number[]
  view: View
  dimension: string | null
  isGrouped: boolean
  sort: string
  direction: Direction
  tab: string
  /** What the map's colour shows. */
  measure: string | null
  /** Outlines are drawn unless tiles are asked for. */
  picture: string | null
  /** Whether coverage is shown by sub-mission. */
  isBySubMission: boolean
}

export function useFilters() {
  const [search, setSearch] = useSearchParams()
  const filters = useMemo((): Filters => {
    const view = search.get('view')
    const sort = search.get('sort') ?? 'name'
    return {
      edition: search.get('edition'),
      province: search.get('province'),
      district: search.get('district'),
      kind: search.get('kind') as OrganisationKind | null,
      years: (search.get('years') ?? '').split(',').map(Number).filter(Boolean),
      view: view === 'dimensions' || view === 'both' ? view : 'years',
      dimension: search.get('dimension'),
      isGrouped: search.get('group') !== 'no',
      sort: sort.replace(/^-/, ''),
      direction: sort.startsWith('-') ? 'descending' : 'ascending',
      tab: search.get('tab') ?? '',
      measure: search.get('measure'),
      picture: search.get('picture'),
      isBySubMission: search.get('parts') === 'sub',
    }
  }, [search])
  // Each choice is a step that the browser's back button takes back.
  const change = (changes: Record<string, string | null>) =>
    setSearch((before) => {
      const next = new URLSearchParams(before)
      for (const [key, value] of Object.entries(changes)) {
        if (value) next.set(key, value)
        else next.delete(key)
      }
      return next
    })
  return { filters, change }
}

export type Change = ReturnType<typeof useFilters>['change']

export function useComparison(filters: Filters) {
  const { edition, province, district, kind, years } = filters
  const variables = {
    editionCode: edition,
    provinceCode: province,
    districtCode: district,
    kind,
    fiscalYears: years.length ? years : null,
  }
  return useQuery({
    queryKey: ['comparison', variables],
    queryFn: async () => (await ask(ComparisonDocument, variables)).comparison ?? null,
    placeholderData: keepPreviousData,
  })
}

export interface Behind {
  title: string
  /** The fiscal years that the figure adds up. */
  years: number[]
  where: SubmittedInitiativesQueryVariables
  /** How the figure came about. */
  told?: readonly string[]
  /** The revision that the rows are of, when it is one, and what changed in it. */
  links?: readonly { href: string; words: string }[]
}

export function useRowsBehind(behind: Behind | null) {
  return useInfiniteQuery({
    queryKey: ['submittedInitiatives', behind?.where],
    queryFn: async ({ pageParam }) =>
      (await ask(SubmittedInitiativesDocument, { ...behind!.where, after: pageParam }))
        .submittedInitiatives,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    enabled: behind !== null,
  })
}

/** The spreadsheet of a screen, with what the screen asks for. */
export function excelOf(
  screen: string,
  asked: {
    editionCode?: string | null
    provinceCode?: string | null
    districtCode?: string | null
    kind?: string | null
  },
  reading: { digits: string; language: string },
  more: Record<string, string | null> = {},
): string {
  const wanted = {
    edition: asked.editionCode,
    province: asked.provinceCode,
    district: asked.districtCode,
    kind: asked.kind,
    ...more,
    digits: reading.digits,
    lang: reading.language,
  }
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(wanted)) if (value) query.set(key, value)
  return `/comparison/${screen}.xlsx?${query}`
}
