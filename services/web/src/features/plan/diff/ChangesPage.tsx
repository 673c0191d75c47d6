/** A page of its own for what changed between two revisions, at an address that can be sent. */
import { Button } from '@mantine/core'
import { Link, useSearchParams } from 'wouter'
import '../../../styles/inner'
import { Page } from '../../../parts/Page'
import { useReader } from '../../../parts/reader'
import { RevisionChanges, useRevisionChanges } from './RevisionChanges'

export default function ChangesPage({ id }: { id: string }) {
  const { t, n } = useReader()
  const [search] = useSearchParams()
  const revisionId = decodeURIComponent(id)
  const fromId = search.get('from')
  const revision = useRevisionChanges(revisionId, fromId).data
  return (
    <Page
      title={t.diff.title}
      tabTitle={t.diff.title}
      lead={
        revision && (
          <>
            <strong lang="th">{revision.organisation.nameTh}</strong> ·{' '}
            {t.plan.revision(n(revision.number))}
          </>
        )
      }
      actions={
        <>
          <Button variant="default" onClick={() => window.print()}>
            {t.plan.print}
          </Button>
          <Button
            component={Link}
            href={`/plan/revisions/${encodeURIComponent(revisionId)}`}
            variant="default"
          >
            {t.diff.toRevision}
          </Button>
        </>
      }
    >
      <RevisionChanges revisionId={revisionId} fromId={fromId} />
    </Page>
  )
}
