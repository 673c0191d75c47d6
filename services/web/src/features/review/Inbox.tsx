/** กล่องแผนที่ส่งมา: what organisations of the officer's area submitted, who waits longest first. */
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'wouter'
import '../../styles/inner'
import '../../styles/plan.css'
import '../../styles/steps.css'
import { InboxDocument, type StepKind, type SubmissionPartsFragment } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { Choices } from '../../parts/Choices'
import { Icon } from '../../parts/Icon'
import { Failed, Loading } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'

const STAGES: StepKind[] = ['SUBMITTED', 'RETURNED', 'ACCEPTED', 'ADOPTED', 'PUBLISHED']

function useInbox(stage: StepKind) {
  return useInfiniteQuery({
    queryKey: ['inbox', stage],
    queryFn: async ({ pageParam }) =>
      (await ask(InboxDocument, { stages: [stage], after: pageParam })).inbox,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    refetchOnWindowFocus: 'always',
  })
}

export default function Inbox() {
  const { t, n } = useReader()
  const [search, setSearch] = useSearchParams()
  const wanted = search.get('stage')
  const stage = STAGES.find((one) => one === wanted) ?? 'SUBMITTED'
  const inbox = useInbox(stage)
  const counts = inbox.data?.pages[0]?.stageCounts ?? []
  const countOf = (one: StepKind) => counts.find((found) => found.stage === one)?.count ?? 0
  const found = inbox.data?.pages.flatMap((page) => page.edges.map((edge) => edge.node)) ?? []
  return (
    <Page title={t.review.inbox} tabTitle={t.review.inbox} lead={t.review.inboxLead}>
      <Choices
        look="row"
        label={t.review.stage}
        value={stage}
        onChange={(next) =>
          setSearch(next === 'SUBMITTED' ? {} : { stage: next }, { replace: false })
        }
        options={STAGES.map((one) => [one, `${t.review.stages[one]} ${n(countOf(one))}`] as const)}
      />
      {inbox.isPending && <Loading />}
      {inbox.isError && <Failed error={inbox.error} onAgain={() => void inbox.refetch()} />}
      {inbox.isSuccess && found.length === 0 && (
        <div className="empty">
          <h2>{t.review.none[stage]}</h2>
          <p>{t.review.noneNote}</p>
        </div>
      )}
      {found.length > 0 && (
        <ul className="plain lines">
          {found.map((one) => (
            <li key={one.revisionId}>
              <Line submission={one} />
            </li>
          ))}
        </ul>
      )}
      {inbox.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={inbox.isFetchingNextPage}
            onClick={() => void inbox.fetchNextPage()}
          >
            {t.review.more}
          </Button>
        </div>
      )}
    </Page>
  )
}

function Line({ submission: one }: { submission: SubmissionPartsFragment }) {
  const { t, n, name, date, moment } = useReader()
  return (
    <Link className="line-link" href={`/plan/revisions/${encodeURIComponent(one.revisionId)}`}>
      <Icon name="document" />
      <span className="line-main">
        <strong lang="th">{one.organisation.nameTh}</strong>
        <span className="soft">
          {one.organisation.district && `${name(one.organisation.district)} · `}
          {t.plan.revision(n(one.revisionNumber))} · {t.review.sentOn(moment(one.submittedAt))}
        </span>
      </span>
      <span className="row">
        {one.isAmendment && <span className="tag">{t.amendment.list}</span>}
        {one.isResubmitted && (
          <span className="tag">{t.review.resubmitted(n(one.returnedParts))}</span>
        )}
        {one.stage === 'RETURNED' && (
          <span className="tag attention">{t.review.waitsFor(n(one.returnedParts))}</span>
        )}
        {one.daysLate > 0 && one.dueOn && (
          <span className="tag attention" title={t.plan.dueOn(date(one.dueOn))}>
            {t.review.late(n(one.daysLate))}
          </span>
        )}
      </span>
      <Icon name="arrow" />
    </Link>
  )
}
