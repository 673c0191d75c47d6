/** How an amendment is named and cited. */
import type { AmendmentHeadPartsFragment } from '../../../gql/graphql'
import type { Reader } from '../../../parts/reader'

export type Head = Pick<
  AmendmentHeadPartsFragment,
  'number' | 'kind' | 'reason' | 'orderNumber' | 'metOn'
>

export function nameOf({ t, n }: Reader, { kind, number }: Pick<Head, 'kind' | 'number'>): string {
  return t.amendment.name(t.amendment.kinds[kind], n(number))
}

/** The order and the meeting, as far as they were said. */
export function citedOf({ t, n, date }: Reader, { orderNumber, metOn }: Head): string {
  return [orderNumber && t.amendment.order(n(orderNumber)), metOn && t.amendment.met(date(metOn))]
    .filter(Boolean)
    .join(' · ')
}
