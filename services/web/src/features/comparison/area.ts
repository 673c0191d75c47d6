/** What all screens of the page have in common: where and of which edition the figures are. */
import { useQuery } from '@tanstack/react-query'
import { AreaHeadDocument, type AreaHeadQuery } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { useViewer } from '../session/viewer'
import type { Filters } from './comparison'

export type Edition = AreaHeadQuery['frameworkEditions'][number]
export type Province = NonNullable<AreaHeadQuery['province']>

export interface Area {
  editions: readonly Edition[]
  edition: Edition
  /** Null: the whole nation. */
  province: Province | null
  district: Province['districts'][number] | null
  /** The chosen fiscal years of the edition. */
  years: readonly number[]
}

/** The reader's own area where the address names none; null while it is not known. */
export function useArea(filters: Filters) {
  const post = useViewer().data?.post
  const provinceCode = filters.province ?? post?.province?.code ?? null
  const districtCode = filters.district ?? post?.district?.code ?? null
  const head = useQuery({
    queryKey: ['areaHead', provinceCode],
    queryFn: () => ask(AreaHeadDocument, { provinceCode: provinceCode ?? '' }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: post !== undefined,
  })
  const editions = head.data?.frameworkEditions ?? []
  const edition = filters.edition
    ? editions.find((one) => one.code === filters.edition)
    : editions.at(-1)
  const province = head.data?.province ?? null
  const district = province?.districts.find((one) => one.code === districtCode) ?? null
  const isUnknown =
    head.data !== undefined &&
    (!edition ||
      (provinceCode !== null && !province) ||
      (districtCode !== null && province !== null && !district))
  const all = edition?.fiscalYears.map((year) => year.be) ?? []
  const years = all.filter((be) => !filters.years.length || filters.years.includes(be))
  const area: Area | null =
    edition && !isUnknown ? { editions, edition, province, district, years } : null
  return { ...head, area, isUnknown }
}
