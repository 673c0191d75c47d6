/** The page around an annex: its heading, printing, and the ways back. */
import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from 'wouter'
import '../../../styles/inner'
import { Failed, Loading } from '../../../parts/Notice'
import { Page } from '../../../parts/Page'
import { OfficialDocument } from '../../../parts/preferences'
import { useReader } from '../../../parts/reader'
import { Annex, type AnnexFacts } from './Annex'
import { nameOf } from './words'

interface AnnexPageProps {
  asked: UseQueryResult<AnnexFacts | null>
  revisionId: string | null | undefined
  isOwn: boolean
  openId?: string | undefined
}

export function AnnexPage(props: AnnexPageProps) {
  return (
    <OfficialDocument>
      <InnerPage {...props} />
    </OfficialDocument>
  )
}

function InnerPage({ asked, revisionId, isOwn, openId }: AnnexPageProps) {
  const reader = useReader()
  const { t, n } = reader
  const { data: annex, isPending, isError, error, refetch } = asked
  if (!annex) {
    const title = annex === null ? t.amendment.gone : t.amendment.annex
    return (
      <Page narrow title={title} tabTitle={title}>
        {isPending && <Loading />}
        {isError && <Failed error={error} onAgain={() => void refetch()} />}
        {annex === null && <p>{t.amendment.goneNote}</p>}
        {annex === null && <Back isOwn={isOwn} />}
      </Page>
    )
  }
  return (
    <Page
      title={
        <>
          {t.amendment.title(t.amendment.kinds[annex.kind], t.plan.title)}{' '}
          <span className="year-span">{n(annex.edition.code)}</span>
        </>
      }
      tabTitle={`${t.amendment.annex} ${nameOf(reader, annex)}`}
      lead={
        <>
          <strong lang="th">{annex.organisation.nameTh}</strong>
          <span className="no-print">
            <br />
            {t.amendment.printNote}
          </span>
        </>
      }
      actions={
        <>
          <Button onClick={() => window.print()}>{t.plan.print}</Button>
          {revisionId && (
            <Button
              component={Link}
              href={`/plan/revisions/${encodeURIComponent(revisionId)}`}
              variant="default"
            >
              {t.diff.toRevision}
            </Button>
          )}
          <Back isOwn={isOwn} />
        </>
      }
    >
      <Annex annex={annex} openId={openId} />
    </Page>
  )
}

function Back({ isOwn }: { isOwn: boolean }) {
  const { t } = useReader()
  return (
    <div>
      <Button component={Link} href={isOwn ? '/plan' : '/inbox'} variant="default">
        {isOwn ? t.plan.back : t.review.backToInbox}
      </Button>
    </div>
  )
}
