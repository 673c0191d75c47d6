/** The organisation's plan as this page holds it. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import {
  PlanDocument,
  PlanStatusDocument,
  type FindingPartsFragment,
  type PlanPartsFragment,
} from '../../gql/graphql'
import { ask } from '../../parts/ask'

export type Plan = PlanPartsFragment
export type Initiative = Plan['initiatives'][number]
export type Cell = Initiative['budgets'][number]
export type Totals = Plan['totals']
export type Finding = FindingPartsFragment

/** `version`: the page knows everything up to it. Only what is whole or follows on it raises it. */
export const PLAN_KEY = ['plan']
export const STATUS_KEY = ['planStatus']

export function usePlan() {
  return useQuery({
    queryKey: PLAN_KEY,
    queryFn: async () => (await ask(PlanDocument)).plan ?? null,
  })
}

/** What follows from an edit (findings, totals, state) is read again a moment after saving. */
export function usePlanStatus(isOpen: boolean) {
  const client = useQueryClient()
  const status = useQuery({
    queryKey: STATUS_KEY,
    queryFn: async () => (await ask(PlanStatusDocument)).plan ?? null,
    enabled: isOpen,
    staleTime: Number.POSITIVE_INFINITY,
  })
  useEffect(() => {
    const fresh = status.data
    if (!fresh) return
    client.setQueryData<Plan>(PLAN_KEY, (plan) =>
      plan && plan.id === fresh.id
        ? {
            ...plan,
            state: fresh.state,
            stage: fresh.stage,
            amendment: fresh.amendment ?? null,
            returned: fresh.returned,
            steps: fresh.steps,
            totals: fresh.version === plan.version ? fresh.totals : plan.totals,
            updatedAt: fresh.updatedAt,
            findings: fresh.findings,
            revisions: fresh.revisions,
          }
        : plan,
    )
  }, [client, status.data])
  return status
}
