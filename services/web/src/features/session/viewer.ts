/** Who is signed in, and how that changes. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { SwitchPostDocument, ViewerDocument, type Permission } from '../../gql/graphql'
import { ask, send } from '../../parts/ask'
import { storeOf } from '../../parts/draft'

const KEY = ['viewer']

export function useViewer() {
  return useQuery({
    queryKey: KEY,
    queryFn: async () => (await ask(ViewerDocument)).viewer ?? null,
    staleTime: 60_000,
  })
}

/** The post of now: the names of its drafts, and whether it still is the one of now. */
export function usePost() {
  const client = useQueryClient()
  const viewer = useViewer().data
  const [username, postId] = [viewer?.person.username ?? '', viewer?.post.id ?? '']
  return useMemo(
    () => ({
      id: postId,
      storeOf: (part: string) => storeOf(username, postId, part),
      isOurs: () => client.getQueryData<typeof viewer>(KEY)?.post.id === postId,
    }),
    [client, username, postId],
  )
}

/** True when the post may do this; the server decides, this only shapes the screen. */
export function useMay(permission: Permission): boolean {
  return useViewer().data?.post.permissions.includes(permission) ?? false
}

export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (given: { username: string; password: string; code: string }) =>
      send('/auth/sign-in', given),
    onSuccess: async () => {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] })
      await client.refetchQueries({ queryKey: KEY })
    },
  })
}

export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => send('/auth/sign-out'),
    onSuccess: () => {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] })
      client.setQueryData(KEY, null)
    },
  })
}

export function useSwitchPost() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (postId: string) => ask(SwitchPostDocument, { input: { postId } }),
    onSuccess: async () => {
      await client.resetQueries()
    },
  })
}
