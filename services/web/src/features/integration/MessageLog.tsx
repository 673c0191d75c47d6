/** What a webhook was sent, and what came back. */
import { Button } from '@mantine/core'
import { Failed, Loading } from '../../parts/Notice'
import { Scroller } from '../../parts/Scroller'
import { useReader, type Reader } from '../../parts/reader'
import { useMessages, useReplay, type Message, type Webhook } from './webhooks'

export function MessageLog({ webhook }: { webhook: Webhook }) {
  const reader = useReader()
  const { t, n, moment } = reader
  const words = t.integration
  const found = useMessages(webhook.id)
  const replay = useReplay()
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  if (!found.data) return <Loading />
  const messages = found.data.pages.flatMap((page) => page.edges.map(({ node }) => node))
  if (!messages.length) return <p className="soft">{words.noMessages}</p>
  return (
    <div className="stack">
      {replay.isError && <Failed error={replay.error} />}
      <Scroller className="message-box" label={words.log}>
        <table className="message-log">
          <thead>
            <tr>
              <th scope="col">{words.made}</th>
              <th scope="col">{words.event}</th>
              <th scope="col">{words.changes}</th>
              <th scope="col">{words.outcome}</th>
              <th scope="col" className="figure">
                {words.attempts}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {messages.map((one) => (
              <tr key={one.id}>
                <td>{moment(one.madeAt)}</td>
                <td>{words.eventNames[one.event]}</td>
                <td>{one.through ? words.range(n(one.after + 1), n(one.through)) : '–'}</td>
                <td>{outcomeOf(one, reader)}</td>
                <td className="figure">{n(one.attempts)}</td>
                <td>
                  {one.state !== 'WAITING' && (
                    <Button
                      variant="default"
                      size="compact-sm"
                      aria-label={words.againOf(moment(one.madeAt))}
                      loading={replay.isPending && replay.variables === one.id}
                      onClick={() => replay.mutate(one.id)}
                    >
                      {words.again}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {found.hasNextPage && (
        <div className="row">
          <Button
            variant="default"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {words.more}
          </Button>
        </div>
      )}
    </div>
  )
}

function outcomeOf(one: Message, { t, moment }: Reader) {
  const words = t.integration
  const came = one.status ? words.answered(String(one.status)) : one.trouble
  if (one.state === 'SENT') return words.sent(moment(one.triedAt ?? one.madeAt))
  const next = one.dueAt && one.state === 'WAITING' ? words.next(moment(one.dueAt)) : words.givenUp
  return (
    <>
      {came && (
        <>
          <span lang={one.status ? undefined : 'en'}>{came}</span>
          <br />
        </>
      )}
      <span className="soft">{next}</span>
    </>
  )
}
