/** What is chosen on a screen, kept under a name, opened again, or handed on as a link. */
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link, useSearch } from 'wouter'
import {
  RemoveViewDocument,
  SavedViewsDocument,
  SaveViewDocument,
  type SavedViewsQuery,
} from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { taken, useChange } from '../../../parts/change'
import { Dialog } from '../../../parts/Dialog'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'

type View = SavedViewsQuery['savedViews'][number]

const KEY = ['savedViews']

export function SavedViews() {
  const words = useReader().t.comparison.savedViews
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {words.title}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={words.title} look="side">
        <div className="stack">
          <ShareLine />
          <SaveForm />
          <Kept onChosen={() => setOpen(false)} />
        </div>
      </Dialog>
    </>
  )
}

/** The address holds every choice and no figure: who opens it sees what they may see. */
function ShareLine() {
  const { t } = useReader()
  const words = t.comparison.savedViews
  const [isCopied, setCopied] = useState(false)
  return (
    <div className="stack">
      <p className="soft">{words.shareNote}</p>
      <div className="row">
        <Button
          variant="default"
          onClick={() => {
            void navigator.clipboard.writeText(window.location.href).then(() => setCopied(true))
          }}
        >
          {words.copyLink}
        </Button>
        <span role="status">{isCopied && t.secret.copied}</span>
      </div>
    </div>
  )
}

function SaveForm() {
  const words = useReader().t.comparison.savedViews
  const query = useSearch()
  const [name, setName] = useState('')
  const save = useChange(KEY, async (given: string) =>
    taken((await ask(SaveViewDocument, { input: { name: given, query } })).saveView),
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(name, { onSuccess: () => setName('') })
  }
  return (
    <form className="stack" onSubmit={send}>
      <TextInput
        label={words.name}
        description={words.nameNote}
        value={name}
        maxLength={100}
        required
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {save.isError && <Failed error={save.error} />}
      <div className="row">
        <Button type="submit" loading={save.isPending}>
          {words.save}
        </Button>
        <span role="status">{save.isSuccess && words.saved}</span>
      </div>
    </form>
  )
}

function Kept({ onChosen }: { onChosen: () => void }) {
  const words = useReader().t.comparison.savedViews
  const found = useQuery({
    queryKey: KEY,
    queryFn: async () => (await ask(SavedViewsDocument)).savedViews,
  })
  if (found.isPending) return <Loading />
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  if (!found.data.length) return <p className="soft">{words.none}</p>
  return (
    <ul className="plain lines" aria-label={words.title}>
      {found.data.map((one) => (
        <KeptLine key={one.id} view={one} onChosen={onChosen} />
      ))}
    </ul>
  )
}

function KeptLine({ view, onChosen }: { view: View; onChosen: () => void }) {
  const { t, moment } = useReader()
  const words = t.comparison.savedViews
  const remove = useChange(KEY, async (id: string) =>
    taken((await ask(RemoveViewDocument, { input: { id } })).removeView),
  )
  return (
    <li className="row spread">
      <div>
        <Link href={`/province?${view.query}`} onClick={onChosen}>
          {view.name}
        </Link>
        <span className="soft small block">{words.savedAt(moment(view.savedAt))}</span>
      </div>
      {remove.isError && <Failed error={remove.error} />}
      <Button
        variant="default"
        size="sm"
        loading={remove.isPending}
        aria-label={words.removeOf(view.name)}
        onClick={() => remove.mutate(view.id)}
      >
        {words.remove}
      </Button>
    </li>
  )
}
