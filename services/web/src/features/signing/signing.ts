/** Delegations of signing as this page holds them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  ColleaguesDocument,
  DelegationsDocument,
  GrantSigningDocument,
  RevokeSigningDocument,
  type DelegationPartsFragment,
  type DelegationState,
  type GrantSigningInput,
} from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'

export type Delegation = DelegationPartsFragment
const KEY = ['delegations']

/** What matters now comes first. */
export const STATES: DelegationState[] = ['IN_FORCE', 'COMING', 'ENDED', 'REVOKED']

export function useDelegations() {
  return useQuery({
    queryKey: KEY,
    queryFn: async () => (await ask(DelegationsDocument)).delegations.edges.map(({ node }) => node),
  })
}

export function useColleagues() {
  return useQuery({
    queryKey: ['colleagues'],
    queryFn: async () => (await ask(ColleaguesDocument)).colleagues,
  })
}

export function useGrant() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (input: GrantSigningInput) => {
      const { grantSigning: answer } = await ask(GrantSigningDocument, { input })
      if (answer.problems[0]) throw new AskError(answer.problems[0])
    },
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  })
}

export function useRevoke() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (id: string) => {
      const { revokeSigning: answer } = await ask(RevokeSigningDocument, { input: { id } })
      if (answer.problems[0]) throw new AskError(answer.problems[0])
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  })
}
