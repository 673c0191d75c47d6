/** A submitted amendment's annex, for everybody who may see its revision: officers of the area too. */
import { useQuery } from '@tanstack/react-query'
import { RevisionAmendmentDocument } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { useMay } from '../../session/viewer'
import { AnnexPage } from './AnnexPage'

export default function RevisionAmendmentPage({ id }: { id: string }) {
  const revisionId = decodeURIComponent(id)
  const isOwn = useMay('PLAN_READ')
  const asked = useQuery({
    queryKey: ['revisionAmendment', revisionId],
    queryFn: async () => {
      const { node } = await ask(RevisionAmendmentDocument, { id: revisionId })
      if (!node || !('amendment' in node) || !node.amendment) return null
      const { organisation, edition, steps, amendment } = node
      return { organisation, edition, steps, ...amendment }
    },
    refetchOnWindowFocus: 'always',
  })
  return <AnnexPage asked={asked} revisionId={revisionId} isOwn={isOwn} />
}
