/** The organisation's home: where the plan stands, what to do next, what was imported. */
import { sorted } from '../../parts/group'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import '../../styles/inner'
import '../../styles/intake.css'
import { HomePlanDocument } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { Icon } from '../../parts/Icon'
import { countWords } from '../../parts/Marks'
import { Failed, Loading } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { useMay, useViewer } from '../session/viewer'
import { useDocuments, type DocumentRow } from './documents'
import { DocumentList } from './DocumentList'
import { StartEarlier } from './start/StartEarlier'
import { StartEmpty } from './start/StartEmpty'
import { Steps, type Step } from './Steps'
import { Upload } from './Upload'

function useHomePlan() {
  return useQuery({
    queryKey: ['homePlan'],
    queryFn: async () => (await ask(HomePlanDocument)).plan ?? null,
  })
}

type HomePlan = NonNullable<ReturnType<typeof useHomePlan>['data']>

export default function Home() {
  const { t, name } = useReader()
  const organisation = useViewer().data?.post.organisation
  const plan = useHomePlan()
  const documents = useDocuments()
  const mayImport = useMay('PLAN_IMPORT')
  const waiting = documents.data?.find((one) => ['WAITING', 'READING'].includes(one.state))
  const toSettle = documents.data?.find((one) => one.state === 'READ')
  const place = [
    organisation?.district && `อำเภอ${organisation.district.nameTh}`,
    organisation && `จังหวัด${organisation.province.nameTh}`,
  ]
  const placeEn = [organisation?.district, organisation?.province].flatMap((one) =>
    one ? [name(one)] : [],
  )
  const isThai = t.nav.home === 'หน้าแรก'

  return (
    <Page
      narrow
      title={<span lang="th">{organisation?.nameTh ?? t.nav.home}</span>}
      tabTitle={t.nav.home}
      lead={
        <>
          {isThai ? place.filter(Boolean).join(' ') : placeEn.join(', ')}
          <br />
          {t.intake.homeLead}
        </>
      }
    >
      {plan.isPending || documents.isPending ? (
        <Loading />
      ) : plan.isError || documents.isError ? (
        <Failed
          error={plan.error ?? documents.error}
          onAgain={() => {
            void plan.refetch()
            void documents.refetch()
          }}
        />
      ) : (
        <>
          <Steps at={stepOf(plan.data, waiting ?? toSettle)} />
          <section className="stack" aria-labelledby="next">
            <h2 id="next" className="unseen">
              {t.intake.next}
            </h2>
            {waiting && <OpenDocument document={waiting} isReading />}
            {!waiting && toSettle && mayImport && <OpenDocument document={toSettle} />}
            {plan.data ? <PlanCard plan={plan.data} /> : !waiting && !toSettle && <NoPlan />}
          </section>
          {mayImport && (plan.data || waiting || toSettle) && (
            <details className="card fold">
              <summary>
                <Icon name="upload" /> {t.intake.newDocument}
              </summary>
              <div className="stack">
                <Upload />
                <p className="row">
                  <TemplateLink />
                  <span className="soft">{t.intake.templateNote}</span>
                </p>
              </div>
            </details>
          )}
          <DocumentList documents={documents.data} />
        </>
      )}
    </Page>
  )
}

function stepOf(plan: HomePlan | null | undefined, document: DocumentRow | undefined): Step {
  if (document) return document.state === 'READ' ? 'settle' : 'upload'
  if (!plan) return 'upload'
  return plan.state === 'SUBMITTED' ? 'done' : 'edit'
}

function OpenDocument({ document, isReading }: { document: DocumentRow; isReading?: boolean }) {
  const { t } = useReader()
  return (
    <div className="card next-card">
      <div>
        <h3>{isReading ? t.intake.reading : t.intake.toSettle}</h3>
        <p lang="th">{document.fileName}</p>
        <p className="soft">{isReading ? t.intake.readingNote : t.intake.toSettleNote}</p>
      </div>
      <Button
        component={Link}
        size="md"
        href={`/documents/${encodeURIComponent(document.id)}`}
        rightSection={<Icon name="arrow" />}
      >
        {isReading ? t.intake.openIt : t.intake.settle}
      </Button>
    </div>
  )
}

function PlanCard({ plan }: { plan: HomePlan }) {
  const reader = useReader()
  const { t, n, baht, date, moment } = reader
  const last = sorted(plan.revisions, (a, b) => b.number - a.number)[0]
  const isSent = plan.state === 'SUBMITTED' && last
  return (
    <div className="card next-card">
      <div>
        <h3>{isSent ? t.intake.submitted(n(last.number)) : t.intake.draft}</h3>
        <p>
          {t.plan.title} {n(plan.edition.code)}
        </p>
        <p className="soft">
          {t.countOf(countWords(reader, plan.totals.counts))} · {baht(plan.totals.grandTotal)} บาท
          {plan.dueOn && ` · ${t.intake.due(date(plan.dueOn))}`}
        </p>
        <p className="soft">
          {isSent
            ? `${t.plan.revisionBy(last.submittedBy, moment(last.submittedAt))} ${t.intake.submittedNote}`
            : t.intake.draftNote}
        </p>
      </div>
      <div className="row">
        {isSent && (
          <Button
            component={Link}
            variant="default"
            size="md"
            href={`/plan/revisions/${encodeURIComponent(last.id)}`}
          >
            {t.intake.openRevision}
          </Button>
        )}
        <Button component={Link} size="md" href="/plan" rightSection={<Icon name="arrow" />}>
          {t.intake.openPlan}
        </Button>
      </div>
    </div>
  )
}

function NoPlan() {
  const { t } = useReader()
  const mayImport = useMay('PLAN_IMPORT')
  const mayEdit = useMay('PLAN_EDIT')
  return (
    <div className="card stack">
      <h2>{t.intake.noPlan}</h2>
      <p>{mayImport ? t.intake.noPlanNote : t.intake.noPlanReader}</p>
      {mayImport && (
        <div className="full">
          <Upload />
        </div>
      )}
      {mayImport && (
        <div className="ways">
          <div>
            <TemplateLink />
            <p className="soft">{t.intake.templateNote}</p>
          </div>
          {mayEdit && <StartEarlier />}
          {mayEdit && <StartEmpty />}
        </div>
      )}
    </div>
  )
}

function TemplateLink() {
  const { t } = useReader()
  return (
    <a href="/documents/template.xlsx" download>
      <Icon name="download" /> {t.intake.template}
    </a>
  )
}
