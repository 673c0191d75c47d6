/** Webhooks of the own organisation as this page holds them. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import {
  AddWebhookDocument,
  RemoveWebhookDocument,
  ReplayWebhookMessageDocument,
  RotateWebhookSecretDocument,
  SetWebhookDocument,
  TestWebhookDocument,
  WebhookMessagesDocument,
  WebhooksDocument,
  type WebhookEvent,
  type WebhookMessagesQuery,
  type WebhookPartsFragment,
} from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { taken, useChange } from '../../parts/change'

export type Webhook = WebhookPartsFragment
export type Message = WebhookMessagesQuery['webhookMessages']['edges'][number]['node']

const KEY = ['webhooks']
/** So often the page looks how messages stand, while somebody looks at it. */
const LOOK_EVERY_MS = 5_000

/** In the order in which they are offered: what most systems want comes first. */
export const EVENTS: readonly WebhookEvent[] = [
  'PLAN_SUBMITTED',
  'PLAN_RETURNED',
  'PLAN_ACCEPTED',
  'PLAN_ADOPTED',
  'PLAN_PUBLISHED',
  'PLAN_CHANGED',
  'PLAN_SENT_TO_COMMITTEE',
  'PLAN_REVIEWED',
  'REPORT_SUBMITTED',
  'REPORT_SCORED',
  'REPORT_CHANGED',
  'PUBLICATION_CHANGED',
  'DOCUMENT_CHANGED',
  'EXPORT_FINISHED',
]

export function useWebhooks() {
  return useQuery({
    queryKey: KEY,
    queryFn: async () => (await ask(WebhooksDocument)).webhooks,
    refetchInterval: LOOK_EVERY_MS,
  })
}

export function useMessages(id: string) {
  return useInfiniteQuery({
    queryKey: [...KEY, id],
    queryFn: async ({ pageParam }) =>
      (await ask(WebhookMessagesDocument, { id, after: pageParam })).webhookMessages,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
    refetchInterval: LOOK_EVERY_MS,
  })
}

export interface Said {
  url: string
  description: string
  events: WebhookEvent[]
}

export const useAdd = () =>
  useChange(
    KEY,
    async (input: Said) => taken((await ask(AddWebhookDocument, { input })).addWebhook).secret,
  )

export const useSet = () =>
  useChange(KEY, async (input: Said & { id: string; version: number; isActive: boolean }) =>
    taken((await ask(SetWebhookDocument, { input })).setWebhook),
  )

export const useRotate = () =>
  useChange(
    KEY,
    async ({ id, version }: Webhook) =>
      taken(
        (await ask(RotateWebhookSecretDocument, { input: { id, version } })).rotateWebhookSecret,
      ).secret,
  )

export const useRemove = () =>
  useChange(KEY, async ({ id, version }: Webhook) =>
    taken((await ask(RemoveWebhookDocument, { input: { id, version } })).removeWebhook),
  )

export const useTest = () =>
  useChange(KEY, async (id: string) =>
    taken((await ask(TestWebhookDocument, { input: { id } })).testWebhook),
  )

export const useReplay = () =>
  useChange(KEY, async (id: string) =>
    taken((await ask(ReplayWebhookMessageDocument, { input: { id } })).replayWebhookMessage),
  )
