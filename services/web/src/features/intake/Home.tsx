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
import { Failed, Loading, Notice } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { PlanWay } from '../plan/steps/PlanWay'
import { useMay, useViewer } from '../session/viewer'
import { useDocuments, type DocumentRow } from './documents'
import { DocumentList } from './DocumentList'
import { NextPeriod } from './start/NextPeriod'
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
  const mayEdit = useMay('PLAN_EDIT')
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
          {(!plan.data || waiting || toSettle) && <Steps at={stepOf(waiting ?? toSettle)} />}
          <section className="stack" aria-labelledby="next">
            <h2 id="next" className="unseen">
              {t.intake.next}
            </h2>
            {waiting && <OpenDocument document={waiting} isReading />}
            {!waiting && toSettle && mayImport && <OpenDocument document={toSettle} />}
            {plan.data ? (
              <>
                <PlanCard plan={plan.data} />
                {mayEdit && <NextPeriod standing={plan.data.edition.code} />}
              </>
            ) : (
              !waiting && !toSettle && <NoPlan />
            )}
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

function stepOf(document: DocumentRow | undefined): Step {
  return document?.state === 'READ' ? 'settle' : 'upload'
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
  const { stage, returned } = plan
  const next = t.steps.nextOf[stage]
  return (
    <div className="card stack plan-card">
      <PlanWay stage={stage} />
      {stage === 'RETURNED' && (
        <Notice title={t.steps.returned(n(returned.length))} icon="note" attention>
          <ul className="plain" lang="th">
            {returned.map(({ id, reason }) => (
              <li key={id}>{reason}</li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="next-card">
        <div>
          <h3>
            {t.steps.next}: {next.what}
          </h3>
          <p>
            {t.steps.by} {next.who}
          </p>
          <p className="soft">
            {t.plan.title} {n(plan.edition.code)} ·{' '}
            {t.countOf(countWords(reader, plan.totals.counts))} ·{' '}
            {t.history.baht(baht(plan.totals.grandTotal))}
            {plan.dueOn && ` · ${t.intake.due(date(plan.dueOn))}`}
          </p>
          {last && (
            <p className="soft">
              {t.plan.revision(n(last.number))}:{' '}
              {t.plan.revisionBy(last.submittedBy, moment(last.submittedAt))}
            </p>
          )}
        </div>
        <div className="row">
          {last && (
            <Button
              component={Link}
              variant="default"
              size="md"
              href={`/plan/revisions/${encodeURIComponent(last.id)}`}
            >
              {t.intake.openRevision}
            </Button>
          )}
          <Button
            component={Link}
            variant="default"
            size="md"
            href={`/profile?edition=${encodeURIComponent(plan.edition.code)}`}
          >
            {t.profile.tab}
          </Button>
          <Button component={Link} size="md" href="/plan" rightSection={<Icon name="arrow" />}>
            {t.intake.openPlan}
          </Button>
        </div>
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
