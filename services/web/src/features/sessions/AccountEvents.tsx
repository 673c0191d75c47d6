/** What was done to one's own ways in, newest first: the last things to look at after a fright. */
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { AccountEventsDocument, type AccountEventsQuery } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { Failed, Loading } from '../../parts/Notice'
import { useReader } from '../../parts/reader'

type Event = AccountEventsQuery['accountEvents']['edges'][number]['node']

export function AccountEvents() {
  const words = useReader().t.sessions
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.events}</summary>
      <p className="soft">{words.eventsLead}</p>
      {isOpen && <EventList />}
    </details>
  )
}

function EventList() {
  const words = useReader().t.sessions
  const found = useInfiniteQuery({
    queryKey: ['account-events'],
    queryFn: async ({ pageParam }) =>
      (await ask(AccountEventsDocument, { after: pageParam })).accountEvents,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
    refetchOnMount: 'always',
  })
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  if (!found.data) return <Loading />
  const events = found.data.pages.flatMap((page) => page.edges.map(({ node }) => node))
  if (!events.length) return <p className="soft">{words.noEvents}</p>
  return (
    <>
      <ul className="plain tokens">
        {events.map((one) => (
          <EventLine key={one.id} event={one} />
        ))}
      </ul>
      {found.hasNextPage && (
        <div className="row">
          <Button
            variant="default"
            size="sm"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {words.earlierEvents}
          </Button>
        </div>
      )}
    </>
  )
}

function EventLine({ event }: { event: Event }) {
  const { t, moment } = useReader()
  const words = t.sessions
  const what = event.tokenName ?? (event.issuer ? new URL(event.issuer).host : '')
  return (
    <li>
      <div>
        <p>{words.eventKinds[event.kind](what)}</p>
        <p className="soft small">
          {moment(event.at)} · {event.byName ? words.by(event.byName) : words.byOperator}
        </p>
      </div>
    </li>
  )
}
