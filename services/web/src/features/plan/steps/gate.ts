/** What of the plan is open for edits: said by the server's stage and reasons, shown by the page. */
import { createContext, useContext } from 'react'
import { groupBy } from '../../../parts/group'
import type { Plan } from '../plan'

export type Reason = Plan['returned'][number]

export interface Gate {
  /** Everything may be changed; rows may be added, moved and removed. */
  isWhole: boolean
  /** Anything at all may be changed. */
  isAny: boolean
  /** A row's own fields may be changed, or one year of it. */
  isOpen: (rowId: string, be?: number) => boolean
  reasonsOf: (rowId: string) => readonly Reason[]
}

const NONE: readonly Reason[] = []

export function gateOf({ stage, returned }: Pick<Plan, 'stage' | 'returned'>): Gate {
  const isReturned = stage === 'RETURNED'
  const isWhole = stage === 'DRAFT' || (isReturned && returned.some((one) => one.part === 'PLAN'))
  const byRow = groupBy(isReturned ? returned : NONE, (one) => one.initiativeId ?? '')
  const reasonsOf = (rowId: string) => byRow.get(rowId) ?? NONE
  return {
    isWhole,
    isAny: isWhole || (isReturned && returned.length > 0),
    isOpen: (rowId, be) =>
      isWhole ||
      reasonsOf(rowId).some(
        (one) => one.part === 'ROW' || (be !== undefined && one.fiscalYear?.be === be),
      ),
    reasonsOf,
  }
}

export const GateContext = createContext<Gate>(gateOf({ stage: 'DRAFT', returned: [] }))
export const useGate = () => useContext(GateContext)
