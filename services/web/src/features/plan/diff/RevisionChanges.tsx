/** What changed in a revision since the submission before, or since the one that is named. */
import { useQuery } from '@tanstack/react-query'
import { RevisionChangesDocument } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Failed, Loading, Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { DiffView } from './DiffView'

export function useRevisionChanges(revisionId: string, fromId?: string | null) {
  return useQuery({
    queryKey: ['revisionChanges', revisionId, fromId ?? null],
    queryFn: async () => {
      const { node } = await ask(RevisionChangesDocument, { id: revisionId, from: fromId ?? null })
      return node && 'changes' in node ? node : null
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

interface RevisionChangesProps {
  revisionId: string
  fromId?: string | null
}

export function RevisionChanges({ revisionId, fromId }: RevisionChangesProps) {
  const { t } = useReader()
  const { data, isPending, isError, error, refetch } = useRevisionChanges(revisionId, fromId)
  if (isPending) return <Loading />
  if (isError) return <Failed error={error} onAgain={() => void refetch()} />
  if (!data) return <Notice title={t.wrong.notFound} />
  if (!data.changes) return <Notice title={t.diff.first} />
  return <DiffView diff={data.changes} edition={data.edition} />
}
