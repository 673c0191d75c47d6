/** One submitted revision, read-only, as the printed form. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import '../../styles/inner'
import '../../styles/parts.css'
import '../../styles/plan.css'
import '../../styles/steps.css'
import { RevisionDocument } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { Failed, Loading, Notice } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { FileList } from '../attachments/FileList'
import { Desk } from '../review/Desk'
import { useMay } from '../session/viewer'
import { citedOf, nameOf } from './amendment/words'
import { SubmittedParts } from './parts/SubmittedParts'
import { Sections } from './Sections'
import { StepList } from './steps/StepList'

function useRevision(id: string) {
  return useQuery({
    queryKey: ['revision', id],
    queryFn: async () => {
      const { node } = await ask(RevisionDocument, { id: decodeURIComponent(id) })
      return node && 'number' in node ? node : null
    },
    // What was submitted never changes; what is said about it does.
    refetchOnWindowFocus: 'always',
  })
}

export type Revision = NonNullable<ReturnType<typeof useRevision>['data']>

export default function RevisionPage({ id }: { id: string }) {
  const reader = useReader()
  const { t, n, moment } = reader
  const isOwn = useMay('PLAN_READ')
  const { data: revision, isPending, isError, error, refetch } = useRevision(id)
  if (!revision) {
    const title = revision === null ? t.wrong.notFound : t.plan.title
    return (
      <Page narrow title={title} tabTitle={title}>
        {isPending && <Loading />}
        {isError && <Failed error={error} onAgain={() => void refetch()} />}
        {revision === null && <p>{t.wrong.notFoundNote}</p>}
      </Page>
    )
  }
  return (
    <Page
      title={
        <>
          {t.plan.title} <span className="year-span">{n(revision.edition.code)}</span>
        </>
      }
      tabTitle={t.plan.revision(n(revision.number))}
      lead={
        <>
          <strong lang="th">{revision.organisation.nameTh}</strong>
          <br />
          {t.plan.revisionBy(revision.submittedBy, moment(revision.submittedAt))}{' '}
          {t.plan.revisionNote}
        </>
      }
      actions={
        <>
          <span className="tag">{t.plan.revision(n(revision.number))}</span>
          <span className={revision.stage === 'RETURNED' ? 'tag attention' : 'tag'}>
            {t.plan.states[revision.stage]}
          </span>
          <Button variant="default" onClick={() => window.print()}>
            {t.plan.print}
          </Button>
          <Button
            component={Link}
            href={`/plan/revisions/${encodeURIComponent(revision.id)}/changes`}
            variant="default"
          >
            {t.diff.open}
          </Button>
          <Button
            component={Link}
            href={`/profile/${revision.organisation.code}?edition=${encodeURIComponent(revision.edition.code)}`}
            variant="default"
          >
            {t.profile.tab}
          </Button>
          <Button component={Link} href={isOwn ? '/plan' : '/inbox'} variant="default">
            {isOwn ? t.plan.back : t.review.backToInbox}
          </Button>
        </>
      }
    >
      {revision.amendment && (
        <Notice title={nameOf(reader, revision.amendment)} icon="edit">
          <p lang="th">{revision.amendment.reason}</p>
          <p className="soft">{citedOf(reader, revision.amendment)}</p>
          <div className="no-print">
            <Button
              component={Link}
              href={`/plan/revisions/${encodeURIComponent(revision.id)}/amendment`}
              variant="default"
              size="sm"
            >
              {t.amendment.annex}
            </Button>
          </div>
        </Notice>
      )}
      <StepList steps={revision.steps} />
      <Desk revision={revision}>
        <Sections sections={revision.sections} risks={revision.risks} />
        <SubmittedParts sheets={revision.sheets} appointment={revision.appointment ?? null} />
        <FileList title={t.attachments.tab} files={revision.attachments} />
      </Desk>
    </Page>
  )
}
