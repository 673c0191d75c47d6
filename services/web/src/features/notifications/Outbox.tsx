/** Mails that stay here because no mail server is set: what would have gone out, to be read. */
import { useQuery } from '@tanstack/react-query'
import { KeptMailsDocument } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { Failed, Loading, Notice } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import '../../styles/notifications.css'

export default function Outbox() {
  const { t, moment } = useReader()
  const words = t.notifications
  const mails = useQuery({
    queryKey: ['keptMails'],
    queryFn: async () => (await ask(KeptMailsDocument)).mails,
    refetchOnMount: 'always',
  })
  return (
    <Page narrow title={words.outbox} tabTitle={words.outbox} lead={words.outboxLead}>
      <Notice title={words.outboxDemo}>
        <p>{words.outboxDemoNote}</p>
      </Notice>
      {mails.isPending && <Loading />}
      {mails.isError && <Failed error={mails.error} onAgain={() => void mails.refetch()} />}
      {mails.data?.length === 0 && (
        <Notice title={words.outboxEmpty}>
          <p>{words.outboxEmptyNote}</p>
        </Notice>
      )}
      {mails.data?.map((mail) => (
        <article key={mail.id} className="card stack mail" aria-label={mail.subject}>
          <header>
            <h2>{mail.subject}</h2>
            <p className="soft small">
              {words.to(mail.address)} · {moment(mail.madeAt)}
            </p>
          </header>
          <p className="mail-text">{linked(mail.text)}</p>
        </article>
      ))}
    </Page>
  )
}

/** The text with its addresses as links of this page; only the path is followed. */
function linked(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, at) => {
    if (at % 2 === 0) return part
    const { pathname } = new URL(part)
    return (
      <a key={part} href={pathname}>
        {part}
      </a>
    )
  })
}
