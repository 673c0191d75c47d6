/** One document: being read, refused, waiting to be settled, or settled. */
import { Button } from '@mantine/core'
import { Link } from 'wouter'
import '../../styles/inner'
import '../../styles/intake.css'
import { Failed, Loading, Notice } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { useDocument, useProgress, type DocumentRow } from './documents'
import { Review } from './review/Review'

export default function DocumentPage({ id: encoded }: { id: string }) {
  const { t, moment } = useReader()
  const id = decodeURIComponent(encoded)
  const progress = useProgress(id)
  const row = progress.data
  const hasReading = row?.state === 'READ' || row?.state === 'ACCEPTED'
  const document = useDocument(id, hasReading)

  if (row && hasReading && document.data?.reading) {
    return <Review document={document.data} reading={document.data.reading} />
  }
  return (
    <Page
      narrow
      title={<span lang="th">{row?.fileName ?? t.intake.documents}</span>}
      tabTitle={row?.fileName ?? t.intake.documents}
      lead={row && t.intake.receivedBy(row.receivedBy, moment(row.receivedAt))}
    >
      {progress.isError && !row && (
        <Failed error={progress.error} onAgain={() => void progress.refetch()} />
      )}
      {document.isError && (
        <Failed error={document.error} onAgain={() => void document.refetch()} />
      )}
      {(progress.isPending || (hasReading && document.isPending)) && <Loading />}
      {row === null && (
        <Notice title={t.wrong.notFound} icon="alert">
          <p>{t.wrong.notFoundNote}</p>
        </Notice>
      )}
      {row && ['WAITING', 'READING'].includes(row.state) && <UnderWay document={row} />}
      {row?.state === 'REFUSED' && <Refused document={row} />}
      {row?.state === 'DISCARDED' && <Notice title={t.intake.discarded} icon="remove" />}
      <p className="row">
        {row && <a href={`/documents/${encodeURIComponent(row.id)}/file`}>{t.intake.original}</a>}
        <Link href="/">{t.wrong.home}</Link>
      </p>
    </Page>
  )
}

function UnderWay({ document }: { document: DocumentRow }) {
  const { t, n, language } = useReader()
  const { progress } = document
  const step = progress && (language === 'th' ? progress.stepTh : progress.stepEn)
  const percent = progress?.percent ?? 0
  return (
    <div className="card stack under-way">
      <h2>{step || t.intake.states[document.state]}</h2>
      <progress max={100} value={percent} aria-label={t.intake.reading} />
      <p role="status" className="row spread">
        <span>{t.intake.rowsFound(n(progress?.initiativesFound ?? 0))}</span>
        <span className="figure">{n(percent)}%</span>
      </p>
      <p className="soft">
        {t.intake.waitingLead} {t.intake.readingNote}
      </p>
    </div>
  )
}

function Refused({ document }: { document: DocumentRow }) {
  const { t, told } = useReader()
  return (
    <>
      <Notice title={t.intake.refusedLead} icon="alert" attention announce>
        {document.problem && <p>{told(document.problem)}</p>}
        <p>{t.intake.refusedKept}</p>
        <p>{t.intake.refusedDo}</p>
      </Notice>
      <div className="row">
        <Button component={Link} href="/">
          {t.intake.newDocument}
        </Button>
        <a href="/documents/template.xlsx" download>
          {t.intake.template}
        </a>
      </div>
    </>
  )
}
