/** The kinds of a row, in the order in which they are offered. */
import type { InitiativeKind } from '../../gql/graphql'

export const KINDS: readonly InitiativeKind[] = ['PROJECT', 'ACTIVITY', 'MEASURE', 'GUIDELINE']
