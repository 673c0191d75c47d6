/** The history of the plan and what was removed from it, page by page, as these views hold it. */
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import {
  HistoryDocument,
  HistoryPeopleDocument,
  RemovedRisksDocument,
  RemovedRowsDocument,
  RestoreRiskDocument,
  type HistoryEntryPartsFragment,
  type HistoryFilter,
  type HistoryKind,
  type RemovedRisksQuery,
  type RemovedRowsQuery,
} from '../../../gql/graphql'
import { ask, AskError } from '../../../parts/ask'
import { BESIDE_KEY, raise, type Beside } from '../parts/beside'

export type Entry = HistoryEntryPartsFragment
export type Filter = HistoryFilter
export type RemovedRow = RemovedRowsQuery['removedInitiatives']['edges'][number]['node']
export type RemovedRisk = RemovedRisksQuery['removedRisks']['edges'][number]['node']

export const KINDS: HistoryKind[] = [
  'ADDED',
  'CHANGED',
  'MOVED',
  'REMOVED',
  'RESTORED',
  'SAID',
  'STEP',
]
export const CHANGES = KINDS.filter((kind) => kind !== 'SAID')

/** Everything below it is read anew once the plan has changed. */
const KEY = ['planHistory']
const PAGE = 30

interface PageOf<Node> {
  edges: { node: Node }[]
  pageInfo: { hasNextPage: boolean; endCursor?: string | null }
}

function usePages<Node>(
  key: readonly unknown[],
  read: (variables: { first: number; after: string | null }) => Promise<PageOf<Node>>,
  isOn = true,
) {
  const query = useInfiniteQuery({
    queryKey: [...KEY, ...key],
    queryFn: ({ pageParam }) => read({ first: PAGE, after: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
    refetchOnMount: 'always',
    enabled: isOn,
  })
  const nodes = query.data?.pages.flatMap((page) => page.edges.map(({ node }) => node)) ?? []
  return { query, nodes }
}

export function usePlanHistory(filter: Filter, isOn = true) {
  return usePages<Entry>(
    ['entries', filter],
    async (page) => (await ask(HistoryDocument, { ...page, filter })).history,
    isOn,
  )
}

export const useRemovedRows = () =>
  usePages<RemovedRow>(
    ['rows'],
    async (page) => (await ask(RemovedRowsDocument, page)).removedInitiatives,
  )

export const useRemovedRisks = () =>
  usePages<RemovedRisk>(
    ['risks'],
    async (page) => (await ask(RemovedRisksDocument, page)).removedRisks,
  )

export function usePeople() {
  return useQuery({
    queryKey: [...KEY, 'people'],
    queryFn: async () => (await ask(HistoryPeopleDocument)).history.people,
  })
}

/** What is shown stays while it is read again. */
export function useFollowingHistory(version: number) {
  const client = useQueryClient()
  const shown = useRef(version)
  useEffect(() => {
    if (shown.current === version) return
    shown.current = version
    void client.invalidateQueries({ queryKey: KEY })
  }, [client, version])
}

export function useRestoreRisk() {
  const client = useQueryClient()
  return useMutation({ mutationFn: (id: string) => restoreRisk(client, id) })
}

/** The register as it is then goes into the page; answers the risk's version. */
export async function restoreRisk(client: QueryClient, id: string): Promise<number> {
  const { restoreRisk: answer } = await ask(RestoreRiskDocument, { input: { id } })
  const problem = answer.problems[0]
  if (problem) throw new AskError(problem)
  client.setQueryData<Beside | null>(
    BESIDE_KEY,
    (old) => old && { ...old, risks: answer.risks ?? old.risks },
  )
  raise(client, answer.planVersion ?? 0)
  void client.invalidateQueries({ queryKey: KEY })
  return answer.risk?.version ?? 0
}
