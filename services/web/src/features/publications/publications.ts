/** What the organisation has published: the last act on each item, and the two acts. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  PublicationsDocument,
  PublishReportDocument,
  WithdrawPublicationDocument,
  type PublicationKind,
  type PublicationPartsFragment,
} from '../../gql/graphql'
import { ask, AskError, type Failure } from '../../parts/ask'
import { sorted } from '../../parts/group'

export type Publication = PublicationPartsFragment

const KEY = ['publications']

/** The last act on each item of some kinds and one period, newest number first. */
export function standing(
  acts: readonly Publication[],
  kinds: readonly PublicationKind[],
  period: string,
): Publication[] {
  const last = new Map<string, Publication>()
  // The newest act comes first.
  for (const act of acts) {
    const item = `${act.kind} ${act.number}`
    if (kinds.includes(act.kind) && act.period === period && !last.has(item)) last.set(item, act)
  }
  return sorted(last.values(), (a, b) => b.number - a.number)
}

export function usePublications() {
  return useQuery({
    queryKey: KEY,
    queryFn: async () => (await ask(PublicationsDocument)).publications,
  })
}

interface Payload {
  publication?: Publication | null
  problems: readonly Failure[]
}

function useAct<Given>(act: (given: Given) => Promise<Payload>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (given: Given) => {
      const { publication, problems } = await act(given)
      if (!publication) throw new AskError(problems[0]!)
      return publication
    },
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  })
}

export function usePublishReport() {
  return useAct(
    async (reportId: string) =>
      (await ask(PublishReportDocument, { input: { reportId } })).publishReport,
  )
}

export function useWithdraw() {
  return useAct(
    async ({ of: { kind, period, number }, reason }: { of: Publication; reason: string }) =>
      (await ask(WithdrawPublicationDocument, { input: { kind, period, number, reason } }))
        .withdrawPublication,
  )
}
