/** Where one is signed in: the devices, and the way to put one of them out. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import '../../styles/inner'
import '../../styles/tokens.css'
import { EndSessionDocument, SessionsDocument, type SessionsQuery } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { taken, useChange } from '../../parts/change'
import { ConfirmDialog } from '../../parts/ConfirmDialog'
import { Failed, Loading } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { AccountEvents } from './AccountEvents'
import { Identities } from './Identities'
import { SecondStep } from './SecondStep'

type Session = SessionsQuery['sessions'][number]

const KEY = ['sessions']

const useEnd = () =>
  useChange(KEY, async (id: string | null) =>
    taken((await ask(EndSessionDocument, { input: { id } })).endSession),
  )

export default function SessionsPage() {
  const { t } = useReader()
  const words = t.sessions
  const { data, isError, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: () => ask(SessionsDocument),
  })
  const [isEndingOthers, setEndingOthers] = useState(false)
  const sessions = data?.sessions ?? []
  return (
    <Page
      narrow
      title={words.title}
      tabTitle={words.title}
      lead={words.lead}
      actions={
        sessions.length > 1 ? (
          <Button variant="default" onClick={() => setEndingOthers(true)}>
            {words.endOthers}
          </Button>
        ) : null
      }
    >
      {!data && !isError && <Loading />}
      {isError && !data && <Failed error={error} onAgain={() => void refetch()} />}
      <ul className="plain tokens">
        {sessions.map((one) => (
          <SessionLine key={one.id} session={one} />
        ))}
      </ul>
      <SecondStep />
      <Identities />
      <AccountEvents />
      {isEndingOthers && (
        <EndDialog
          id={null}
          title={words.endOthers}
          note={words.endOthersNote}
          onClose={() => setEndingOthers(false)}
        />
      )}
    </Page>
  )
}

function SessionLine({ session: one }: { session: Session }) {
  const { t, moment } = useReader()
  const words = t.sessions
  const [isEnding, setEnding] = useState(false)
  const name = one.device || words.unknown
  return (
    <li>
      <div>
        <h2>
          {name} {one.isThis && <span className="soft small">({words.thisOne})</span>}
        </h2>
        <p className="soft">
          {words.seen(moment(one.seenAt))}
          {' · '}
          {words.since(moment(one.startedAt))}
          {one.openedFrom && ` · ${words.from(one.openedFrom)}`}
        </p>
      </div>
      {!one.isThis && (
        <Button
          variant="default"
          size="sm"
          aria-label={words.endOf(name)}
          onClick={() => setEnding(true)}
        >
          {words.end}
        </Button>
      )}
      {isEnding && (
        <EndDialog
          id={one.id}
          title={words.endOf(name)}
          note={words.endNote}
          onClose={() => setEnding(false)}
        />
      )}
    </li>
  )
}

interface EndDialogProps {
  /** Null: all others. */
  id: string | null
  title: string
  note: string
  onClose: () => void
}

function EndDialog({ id, title, note, onClose }: EndDialogProps) {
  const words = useReader().t.sessions
  const end = useEnd()
  return (
    <ConfirmDialog
      title={title}
      note={note}
      verb={words.end}
      doing={end}
      onConfirm={() => end.mutate(id, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
