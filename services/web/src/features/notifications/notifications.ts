/** What the reader was told: the count in the bar, the list, marking read, and going there. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import {
  MarkReadDocument,
  NotificationsDocument,
  SwitchPostDocument,
  UnreadCountDocument,
  type MarkReadInput,
  type NotificationPartsFragment,
} from '../../gql/graphql'
import { ask, AskError, askUnattended } from '../../parts/ask'
import { useViewer } from '../session/viewer'

export type Notification = NotificationPartsFragment

export const LIST_KEY = ['notifications']
export const COUNT_KEY = ['unreadCount']
const PAGE = 30
const LOOK_EVERY = 60_000

/** Asked once a minute while the page is in sight; it keeps nobody's session awake. */
export function useUnreadCount() {
  return useQuery({
    queryKey: COUNT_KEY,
    queryFn: async () => (await askUnattended(UnreadCountDocument)).unreadCount,
    refetchInterval: LOOK_EVERY,
    refetchOnWindowFocus: true,
    staleTime: 10_000,
    retry: false,
  })
}

export function useNotifications(unreadOnly: boolean) {
  return useInfiniteQuery({
    queryKey: [...LIST_KEY, unreadOnly],
    queryFn: async ({ pageParam }) => {
      const variables = { first: PAGE, after: pageParam, unreadOnly }
      return (await ask(NotificationsDocument, variables)).notifications
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    refetchOnMount: 'always',
  })
}

export function useMarkRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (input: MarkReadInput) => {
      const { markRead } = await ask(MarkReadDocument, { input })
      if (markRead.problems[0]) throw new AskError(markRead.problems[0])
      return markRead
    },
    onSuccess: (answer) => {
      client.setQueryData(COUNT_KEY, answer.unreadCount)
      void client.invalidateQueries({ queryKey: LIST_KEY })
    },
  })
}

/** Mark it read, act in the post that it concerns, and go to its page. */
export function useOpen() {
  const client = useQueryClient()
  const viewer = useViewer()
  const markRead = useMarkRead()
  const [, go] = useLocation()
  return useMutation({
    mutationFn: async (id: string) => {
      const { notifications } = await markRead.mutateAsync({ ids: [id] })
      const one = notifications[0]!
      if (viewer.data && one.postId !== viewer.data.post.id) {
        const { switchPost } = await ask(SwitchPostDocument, { input: { postId: one.postId } })
        if (switchPost.problems[0]) throw new AskError(switchPost.problems[0])
        await client.resetQueries()
      }
      return one
    },
    onSuccess: (one) => go(one.link),
  })
}
