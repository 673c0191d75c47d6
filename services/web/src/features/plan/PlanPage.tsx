/** The plan of the organisation: its tabs (the grid, Part 1, what was submitted) and its submission. */
import { Button, Tabs } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react'
import { Link, useSearchParams } from 'wouter'
import '../../styles/inner'
import '../../styles/parts.css'
import '../../styles/plan.css'
import type { PlanStage } from '../../gql/graphql'
import { focusAfterDialog } from '../../parts/focus'
import { Failed, Loading } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { PublicLink } from '../publications/PublicLink'
import { PublishedPanel } from '../publications/PublishedPanel'
import { useMay, useViewer } from '../session/viewer'
import { SigningFor } from '../signing/SigningFor'
import { AmendmentBanner } from './amendment/AmendmentBanner'
import { useHistory } from './edits/history'
import { useEdits } from './edits/useEdits'
import { GridTab } from './GridTab'
import { HistoryPanel } from './history/HistoryPanel'
import { useLive } from './live/useLive'
import { STATUS_KEY, usePlan, usePlanStatus, type Finding, type Plan } from './plan'
import { useUnsentDrafts } from '../../parts/useDraft'
import { Revisions } from './Revisions'
import { GateContext, gateOf } from './steps/gate'
import { Returned } from './steps/Returned'
import { StepBar } from './steps/StepBar'
import { SubmitDialog } from './SubmitDialog'

/** Stages at which the working copy may say something else than the newest revision. */
const DIFFERING = new Set<PlanStage>(['DRAFT', 'IN_COMMITTEE', 'RETURNED'])

/** The parts beside the grid, each a file that comes when its tab is opened. */
const PARTS = [
  { tab: 'sections', name: 'texts', Tab: lazy(() => import('./parts/TextsTab')) },
  { tab: 'risks', name: 'risks', Tab: lazy(() => import('./parts/RisksTab')) },
  { tab: 'sheets', name: 'sheets', Tab: lazy(() => import('./parts/SheetsTab')) },
  { tab: 'committees', name: 'committees', Tab: lazy(() => import('./parts/CommitteeTab')) },
] as const

const PUBLISHED = ['PLAN'] as const

const PlanChanges = lazy(() => import('./diff/PlanChanges'))
const Appendix = lazy(() => import('./Appendix'))
const HistoryTab = lazy(() => import('./history/HistoryTab'))
const FindingsTab = lazy(() => import('./findings/FindingsTab'))

/** Nobody said yet why it stands. */
const isOpen = (finding: Finding) => !finding.explanation

export default function PlanPage() {
  const { t } = useReader()
  const plan = usePlan()
  const viewer = useViewer().data
  if (plan.data && viewer) {
    return (
      <HistoryPanel key={plan.data.id}>
        <OpenPlan plan={plan.data} username={viewer.person.username} />
      </HistoryPanel>
    )
  }
  return (
    <Page narrow title={t.plan.title} tabTitle={t.nav.plan}>
      {plan.isPending && <Loading />}
      {plan.isError && <Failed error={plan.error} onAgain={() => void plan.refetch()} />}
      {plan.data === null && (
        <div className="empty">
          <h2>{t.plan.none}</h2>
          <p>{t.plan.noneNote}</p>
          <Button component={Link} href="/">
            {t.plan.goHome}
          </Button>
        </div>
      )}
    </Page>
  )
}

function OpenPlan({ plan, username }: { plan: Plan; username: string }) {
  const { t, n } = useReader()
  const client = useQueryClient()
  const [search, setSearch] = useSearchParams()
  const history = useHistory()
  const edits = useEdits(plan, username, history)
  const [isSubmitting, setSubmitting] = useState(false)
  usePlanStatus(true)
  useUnsentDrafts()
  const live = useLive(plan, edits)

  const tab = search.get('tab') ?? 'grid'
  const setTab = (next: string | null) =>
    setSearch(next && next !== 'grid' ? { tab: next } : {}, { replace: true })
  const { stage, returned } = plan
  /** What was submitted may have been altered since. */
  const mayDiffer = plan.revisions.length > 0 && DIFFERING.has(stage)
  const gate = useMemo(() => gateOf({ stage, returned }), [stage, returned])
  const amended = () => {
    history.forget()
    focusAfterDialog('amendment')
  }
  const submit = () => {
    void client.invalidateQueries({ queryKey: STATUS_KEY })
    setSubmitting(true)
  }

  return (
    <GateContext value={gate}>
      <PlanFrame plan={plan}>
        <StepBar
          plan={plan}
          edits={edits}
          username={username}
          onSubmit={submit}
          onAmended={amended}
        >
          {mayDiffer && !plan.amendment && (
            <Link href="/plan?tab=changes">{t.amendment.sinceLast}</Link>
          )}
        </StepBar>
        <SigningFor />
        <AmendmentBanner plan={plan} edits={edits} history={history} />
        <Returned plan={plan} onGo={(way) => setSearch(way, { replace: true })} />
        <Tabs value={tab} onChange={setTab} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="grid">{t.plan.tabs.grid}</Tabs.Tab>
            {PARTS.map(({ tab: value, name }) => (
              <Tabs.Tab key={value} value={value}>
                {t.parts.tabs[name]}
              </Tabs.Tab>
            ))}
            {(mayDiffer || tab === 'changes') && (
              <Tabs.Tab value="changes">{t.diff.title}</Tabs.Tab>
            )}
            <Tabs.Tab value="appendix">{t.attachments.tab}</Tabs.Tab>
            <Tabs.Tab value="findings">
              {t.plan.tabs.findings} ({n(plan.findings.filter(isOpen).length)})
            </Tabs.Tab>
            <Tabs.Tab value="revisions">
              {t.plan.tabs.revisions} ({n(plan.revisions.length)})
            </Tabs.Tab>
            <Tabs.Tab value="history">{t.history.tab}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="grid">
            <GridTab plan={plan} edits={edits} live={live} history={history} />
          </Tabs.Panel>
          {PARTS.map(({ tab: value, Tab }) => (
            <Tabs.Panel key={value} value={value}>
              <Suspense fallback={<Loading />}>
                <Tab plan={plan} username={username} />
              </Suspense>
            </Tabs.Panel>
          ))}
          <Tabs.Panel value="changes">
            <Suspense fallback={<Loading />}>
              <PlanChanges version={plan.version} />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="appendix">
            <Suspense fallback={<Loading />}>
              <Appendix plan={plan} />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="findings">
            <Suspense fallback={<Loading />}>
              <FindingsTab plan={plan} />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="revisions">
            <div className="stack">
              <Revisions version={plan.version} revisions={plan.revisions} steps={plan.steps} />
              <PublishedPanel kinds={PUBLISHED} period={plan.edition.code} />
            </div>
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <Suspense fallback={<Loading />}>
              <HistoryTab plan={plan} edits={edits} history={history} />
            </Suspense>
          </Tabs.Panel>
        </Tabs>
        <SubmitDialog
          plan={plan}
          edits={edits}
          username={username}
          isOpen={isSubmitting}
          onClose={() => setSubmitting(false)}
          onGo={(way) => {
            setSubmitting(false)
            setSearch(way, { replace: true })
          }}
        />
      </PlanFrame>
    </GateContext>
  )
}

/** Whose plan it is, and by when it is due. */
function PlanFrame({ plan, children }: { plan: Plan; children: ReactNode }) {
  const { t, n, date } = useReader()
  const mayEdit = useMay('PLAN_EDIT')
  const code = useViewer().data?.post.organisation?.code
  const [openedAt] = useState(() => Date.now())
  const isOverdue =
    plan.dueOn != null && !plan.revisions.length && Date.parse(plan.dueOn) < openedAt
  const place = [plan.organisation.nameTh, plan.organisation.province.nameTh].join(' จังหวัด')

  return (
    <Page
      title={
        <>
          {t.plan.title} <span className="year-span">{n(plan.edition.code)}</span>
        </>
      }
      tabTitle={t.nav.plan}
      lead={
        <>
          <strong lang="th">{place}</strong>
          {!mayEdit && (
            <>
              <br />
              {t.plan.leadReader}
            </>
          )}
        </>
      }
      actions={
        <>
          <span className="tag">{t.plan.states[plan.stage]}</span>
          {plan.dueOn && (
            <span className={isOverdue ? 'tag attention' : 'soft'}>
              {isOverdue ? t.plan.overdue(date(plan.dueOn)) : t.plan.dueOn(date(plan.dueOn))}
            </span>
          )}
          {code && (
            <PublicLink href={`/public/${code}`}>{t.publications.ofOrganisation}</PublicLink>
          )}
        </>
      }
    >
      {children}
    </Page>
  )
}
