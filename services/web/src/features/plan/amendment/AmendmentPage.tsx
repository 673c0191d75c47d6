/** One amendment of the own plan: what it says and what it alters, as the annex that is printed. */
import { useQuery } from '@tanstack/react-query'
import { AmendmentDocument } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { useMay } from '../../session/viewer'
import { AnnexPage } from './AnnexPage'

export default function AmendmentPage({ id }: { id: string }) {
  const amendmentId = decodeURIComponent(id)
  const mayEdit = useMay('PLAN_EDIT')
  const asked = useQuery({
    queryKey: ['amendment', amendmentId],
    queryFn: async () => {
      const { node } = await ask(AmendmentDocument, { id: amendmentId })
      if (!node || !('openedBy' in node)) return null
      const { number, kind, reason, orderNumber, metOn } = node
      const { organisation, edition, steps, revision, rowReasons, changes, isOpen } = node
      const head = { number, kind, reason, orderNumber, metOn }
      return { ...head, organisation, edition, steps, revision, rowReasons, changes, isOpen }
    },
    // While it is open, what it alters changes with every edit.
    staleTime: 0,
    refetchOnWindowFocus: 'always',
  })
  const last = asked.data?.steps.at(-1)
  // Submitted, it stands; returned, it is in the organisation's hands again.
  const maySay = mayEdit && asked.data?.isOpen && (!last || last.kind === 'RETURNED')
  return (
    <AnnexPage
      asked={asked}
      revisionId={asked.data?.revision?.revisionId}
      openId={maySay ? amendmentId : undefined}
      isOwn
    />
  )
}
