/** Addresses and what stands there; pages behind the sign-in come when they are needed. */
import { lazy, Suspense, useEffect } from 'react'
import { Redirect, Route, Switch, useLocation, useSearchParams } from 'wouter'
import { useViewer } from './features/session/viewer'
import type { ViewerPartsFragment } from './gql/graphql'
import { ErrorBoundary } from './parts/ErrorBoundary'
import { Header } from './parts/Header'
import { NotKept } from './parts/NotKept'
import { Failed, Loading, Notice } from './parts/Notice'
import { Page } from './parts/Page'
import { useReader } from './parts/reader'

const SignIn = lazy(() => import('./features/session/SignIn'))
const SearchPage = lazy(() => import('./features/search/SearchPage'))
const Home = lazy(() => import('./features/intake/Home'))
const DocumentPage = lazy(() => import('./features/intake/DocumentPage'))
const PlanPage = lazy(() => import('./features/plan/PlanPage'))
const RevisionPage = lazy(() => import('./features/plan/RevisionPage'))
const ChangesPage = lazy(() => import('./features/plan/diff/ChangesPage'))
const AmendmentPage = lazy(() => import('./features/plan/amendment/AmendmentPage'))
const RevisionAmendmentPage = lazy(() => import('./features/plan/amendment/RevisionAmendmentPage'))
const NotificationsPage = lazy(() => import('./features/notifications/NotificationsPage'))
const MailSettings = lazy(() => import('./features/notifications/MailSettings'))
const Outbox = lazy(() => import('./features/notifications/Outbox'))
const OpenNotification = lazy(() => import('./features/notifications/OpenNotification'))
const ReportPage = lazy(() => import('./features/reporting/ReportPage'))
const IntegrationPage = lazy(() => import('./features/integration/IntegrationPage'))
const SessionsPage = lazy(() => import('./features/sessions/SessionsPage'))
const TokensPage = lazy(() => import('./features/tokens/TokensPage'))
const SigningPage = lazy(() => import('./features/signing/SigningPage'))
const SubmittedReport = lazy(() => import('./features/reporting/SubmittedReport'))
const Inbox = lazy(() => import('./features/review/Inbox'))
const ProfilePage = lazy(() => import('./features/profile/ProfilePage'))
const DevelopersPage = lazy(() => import('./features/developers/DevelopersPage'))
const Province = lazy(() => import('./features/comparison/Province'))

export function App() {
  const { t } = useReader()
  const viewer = useViewer()
  const [path] = useLocation()
  const isDemo = viewer.data?.isDemo || viewer.data?.post.organisation?.isDemo
  return (
    <>
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <Header viewer={viewer.data ?? null} />
      {isDemo && (
        <aside className="demo" aria-label={t.demo}>
          <strong>{t.demo}</strong> · {t.demoNote}
        </aside>
      )}
      <NotKept />
      <ErrorBoundary at={path}>
        {viewer.isPending && <Waiting />}
        {viewer.isError && viewer.data === undefined && (
          <main className="page narrow" id="content">
            <Failed error={viewer.error} onAgain={() => void viewer.refetch()} />
          </main>
        )}
        {viewer.data !== undefined && <Places viewer={viewer.data} />}
      </ErrorBoundary>
    </>
  )
}

function Places({ viewer }: { viewer: ViewerPartsFragment | null }) {
  const [path] = useLocation()
  /** A search from the bar on top fills the page's own field anew. */
  const search = useSearchParams()[0].get('q') ?? ''
  useEffect(() => {
    window.scrollTo(0, 0)
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new address starts at its top
  }, [path])
  if (!viewer) {
    return (
      <Suspense fallback={<Waiting />}>
        <Switch>
          <Route path="/sign-in" component={SignIn} />
          <Route path="/developers">
            <DevelopersPage viewer={null} />
          </Route>
          <Route>
            <Redirect to={`/sign-in?next=${encodeURIComponent(path + location.search)}`} replace />
          </Route>
        </Switch>
      </Suspense>
    )
  }
  const may = viewer.post.permissions
  return (
    <Suspense fallback={<Waiting />}>
      <Switch>
        <Route path="/sign-in" component={SignIn} />
        <Route path="/">{start(may)}</Route>
        <Route path="/documents/:id">{({ id }) => <DocumentPage key={id} id={id} />}</Route>
        <Route path="/plan">{may.includes('PLAN_READ') ? <PlanPage /> : <NotFound />}</Route>
        <Route path="/plan/revisions/:id">{({ id }) => <RevisionPage key={id} id={id} />}</Route>
        <Route path="/plan/revisions/:id/changes">
          {({ id }) => <ChangesPage key={id} id={id} />}
        </Route>
        <Route path="/plan/revisions/:id/amendment">
          {({ id }) => <RevisionAmendmentPage key={id} id={id} />}
        </Route>
        <Route path="/plan/amendments/:id">
          {({ id }) =>
            may.includes('PLAN_READ') ? <AmendmentPage key={id} id={id} /> : <NotFound />
          }
        </Route>
        <Route path="/report">{may.includes('PLAN_READ') ? <ReportPage /> : <NotFound />}</Route>
        <Route path="/report/submitted/:id">
          {({ id }) => <SubmittedReport key={id} id={id} />}
        </Route>
        <Route path="/inbox">{may.includes('PLAN_REVIEW') ? <Inbox /> : <NotFound />}</Route>
        <Route path="/province">{may.includes('COMPARE') ? <Province /> : <NotFound />}</Route>
        <Route path="/profile">{may.includes('PLAN_READ') ? <ProfilePage /> : <NotFound />}</Route>
        <Route path="/profile/:code">
          {({ code }) =>
            may.includes('SUBMITTED_READ') ? <ProfilePage key={code} code={code} /> : <NotFound />
          }
        </Route>
        <Route path="/search">
          {may.includes('SUBMITTED_READ') ? <SearchPage key={search} /> : <NotFound />}
        </Route>
        <Route path="/integration">
          {may.includes('INTEGRATION_EDIT') ? <IntegrationPage /> : <NotFound />}
        </Route>
        <Route path="/sessions" component={SessionsPage} />
        <Route path="/tokens" component={TokensPage} />
        <Route path="/developers">
          <DevelopersPage viewer={viewer} />
        </Route>
        <Route path="/signing">{may.includes('PLAN_READ') ? <SigningPage /> : <NotFound />}</Route>
        <Route path="/notifications" component={NotificationsPage} />
        <Route path="/notifications/settings" component={MailSettings} />
        <Route path="/notifications/outbox" component={Outbox} />
        <Route path="/notifications/:id">{({ id }) => <OpenNotification key={id} id={id} />}</Route>
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  )
}

function start(may: ViewerPartsFragment['post']['permissions']) {
  if (may.includes('PLAN_READ')) return <Home />
  if (may.includes('COMPARE')) return <Redirect to="/province" replace />
  return <NoContent />
}

function Waiting() {
  return (
    <main className="page" id="content">
      <Loading />
    </main>
  )
}

function NoContent() {
  const { t } = useReader()
  return (
    <Page narrow title={t.nav.home} tabTitle={t.nav.home}>
      <Notice title={t.operatorHome}>
        <p>{t.operatorHomeNote}</p>
      </Notice>
    </Page>
  )
}

function NotFound() {
  const { t } = useReader()
  return (
    <Page narrow title={t.wrong.notFound} tabTitle={t.wrong.notFound} lead={t.wrong.notFoundNote}>
      <p>
        <a href="/">{t.wrong.home}</a>
      </p>
    </Page>
  )
}
