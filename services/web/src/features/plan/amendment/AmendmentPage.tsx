/** One amendment of the own plan: what it says and what it alters, as the annex that is printed. */
import { useQuery } from '@tanstack/react-query'
import { AmendmentDocument } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { AnnexPage } from './AnnexPage'

export default function AmendmentPage({ id }: { id: string }) {
  const amendmentId = decodeURIComponent(id)
  const asked = useQuery({
    queryKey: ['amendment', amendmentId],
    queryFn: async () => {
      const { node } = await ask(AmendmentDocument, { id: amendmentId })
      if (!node || !('openedBy' in node)) return null
      const { number, kind, reason, orderNumber, metOn } = node
      const { organisation, edition, steps, revision, changes } = node
      const head = { number, kind, reason, orderNumber, metOn }
      return { ...head, organisation, edition, steps, revision, changes }
    },
    // While it is open, what it alters changes with every edit.
    staleTime: 0,
    refetchOnWindowFocus: 'always',
  })
  return <AnnexPage asked={asked} revisionId={asked.data?.revision?.revisionId} isOwn />
}
