/** One's own tokens for programs as this page holds them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  ApiTokensDocument,
  CreateApiTokenDocument,
  RevokeApiTokenDocument,
  RotateApiTokenDocument,
  type ApiTokensQuery,
  type CreateApiTokenInput,
  type RotateApiTokenInput,
} from '../../gql/graphql'
import { ask, AskError, type Failure } from '../../parts/ask'

export type Token = ApiTokensQuery['apiTokens'][number]

const KEY = ['api-tokens']

/** How long a new token lasts: what is offered, in days. */
export const LIVES = [30, 90, 180, 365] as const

export function endOf(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString()
}

export function useTokens() {
  return useQuery({ queryKey: KEY, queryFn: () => ask(ApiTokensDocument) })
}

interface Answer {
  problems: readonly Failure[]
  secret?: string | null
}

function taken<A extends Answer>(answer: A): A {
  if (answer.problems[0]) throw new AskError(answer.problems[0])
  return answer
}

function useChange<V, R>(change: (given: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  })
}

export const useCreate = () =>
  useChange(
    async (input: CreateApiTokenInput) =>
      taken((await ask(CreateApiTokenDocument, { input })).createApiToken).secret,
  )

export const useRotate = () =>
  useChange(
    async (input: RotateApiTokenInput) =>
      taken((await ask(RotateApiTokenDocument, { input })).rotateApiToken).secret,
  )

export const useRevoke = () =>
  useChange(async (id: string) =>
    taken((await ask(RevokeApiTokenDocument, { input: { id } })).revokeApiToken),
  )
