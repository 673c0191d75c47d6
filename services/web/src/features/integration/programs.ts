/** What programs did in the own organisation, as this page holds it. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { ProgramActsDocument, type ProgramActsQuery } from '../../gql/graphql'
import { ask } from '../../parts/ask'

export type Act = ProgramActsQuery['programActs']['edges'][number]['node']

export function useProgramActs() {
  return useInfiniteQuery({
    queryKey: ['program-acts'],
    queryFn: async ({ pageParam }) =>
      (await ask(ProgramActsDocument, { after: pageParam })).programActs,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
    refetchOnMount: 'always',
  })
}
