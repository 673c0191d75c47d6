/** One's own tokens for programs as this page holds them. */
import { useQuery } from '@tanstack/react-query'
import {
  ApiTokensDocument,
  CreateApiTokenDocument,
  RevokeApiTokenDocument,
  RotateApiTokenDocument,
  type ApiTokensQuery,
  type CreateApiTokenInput,
  type RotateApiTokenInput,
} from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { taken, useChange } from '../../parts/change'

export type Token = ApiTokensQuery['apiTokens'][number]

const KEY = ['api-tokens']

/** How long a new token lasts: what is offered, in days. */
export const LIVES = [30, 90, 180, 365] as const

export function endOf(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString()
}

/** The texts in files of documents: each .graphql whole, each value of a persisted-documents.json. */
export async function documentsIn(files: readonly File[]): Promise<string[]> {
  const found: string[] = []
  for (const file of files) {
    const text = await file.text()
    if (!file.name.toLowerCase().endsWith('.json')) {
      found.push(text)
      continue
    }
    const held: unknown = JSON.parse(text)
    const texts: unknown[] = held && typeof held === 'object' ? Object.values(held) : []
    if (!texts.length || !texts.every((one) => typeof one === 'string')) throw new Error(file.name)
    found.push(...(texts as string[]))
  }
  return found
}

export function useTokens() {
  return useQuery({ queryKey: KEY, queryFn: () => ask(ApiTokensDocument) })
}

export const useCreate = () =>
  useChange(
    KEY,
    async (input: CreateApiTokenInput) =>
      taken((await ask(CreateApiTokenDocument, { input })).createApiToken).secret,
  )

export const useRotate = () =>
  useChange(
    KEY,
    async (input: RotateApiTokenInput) =>
      taken((await ask(RotateApiTokenDocument, { input })).rotateApiToken).secret,
  )

export const useRevoke = () =>
  useChange(KEY, async (id: string) =>
    taken((await ask(RevokeApiTokenDocument, { input: { id } })).revokeApiToken),
  )
