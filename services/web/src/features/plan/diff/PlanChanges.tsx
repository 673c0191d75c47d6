/** The working copy against what was submitted last. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { PlanChangesDocument } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Failed, Loading, Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { DiffView } from './DiffView'

export function usePlanChanges(version: number) {
  return useQuery({
    queryKey: ['planChanges', version],
    queryFn: async () => (await ask(PlanChangesDocument)).plan ?? null,
    placeholderData: keepPreviousData,
  })
}

export default function PlanChanges({ version }: { version: number }) {
  const { t } = useReader()
  const { data, isPending, isError, error, refetch } = usePlanChanges(version)
  if (isPending) return <Loading />
  if (isError) return <Failed error={error} onAgain={() => void refetch()} />
  if (!data?.changes) return <Notice title={t.diff.notSubmitted} />
  return <DiffView diff={data.changes} edition={data.edition} />
}
