/** A new token: what it is for, what it may do, how long, and from where. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useId, useState, type FormEvent } from 'react'
import type { TokenScope } from '../../gql/graphql'
import { refusalOf } from '../../parts/ask'
import { Dialog } from '../../parts/Dialog'
import { Failed, Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { documentsIn, endOf, LIVES, useCreate } from './tokens'

const FIELDS = ['name', 'scopes', 'networks', 'networks.0', 'expiresAt', 'documents']

interface TokenDialogProps {
  scopes: readonly TokenScope[]
  onClose: () => void
  onSecret: (secret: string) => void
}

export function TokenDialog({ scopes, onClose, onSecret }: TokenDialogProps) {
  const { t, n, told } = useReader()
  const words = t.tokens
  const create = useCreate()
  const field = useId()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<TokenScope[]>(scopes.slice(0, 1))
  const [days, setDays] = useState(String(LIVES[1]))
  const [networks, setNetworks] = useState('')
  const [documents, setDocuments] = useState<string[]>([])
  const [isUnread, setUnread] = useState(false)
  const takeDocuments = async (files: FileList | null) => {
    try {
      setDocuments(await documentsIn([...(files ?? [])]))
      setUnread(false)
    } catch {
      setDocuments([])
      setUnread(true)
    }
  }
  const refused = (...fields: string[]) => {
    const refusal = fields.map((one) => refusalOf(create.error, one)).find(Boolean)
    return refusal && told(refusal)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(
      {
        name,
        scopes: chosen,
        expiresAt: endOf(Number(days)),
        networks: networks.split(/[\s,]+/).filter(Boolean),
        documents,
      },
      {
        onSuccess: (secret) => {
          onClose()
          if (secret) onSecret(secret)
        },
      },
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={words.add} look="wide">
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={words.name}
          placeholder={words.nameExample}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={refused('name')}
          required
        />
        <Checkbox.Group
          label={words.scopes}
          value={chosen}
          onChange={(now) => setChosen(now as TokenScope[])}
          error={refused('scopes')}
          required
        >
          <div className="stack scope-choices">
            {scopes.map((one) => (
              <Checkbox
                key={one}
                value={one}
                label={words.scopeNames[one]}
                description={words.scopeNotes[one]}
              />
            ))}
          </div>
        </Checkbox.Group>
        <NativeSelect
          label={words.life}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          error={refused('expiresAt')}
          data={LIVES.map((one) => ({ value: String(one), label: words.days(n(one)) }))}
        />
        <TextInput
          label={words.networks}
          description={words.networksNote}
          value={networks}
          onChange={(event) => setNetworks(event.currentTarget.value)}
          error={refused('networks', 'networks.0')}
        />
        <div className="stack token-documents">
          <label htmlFor={field}>{words.documents}</label>
          <span className="soft small" id={`${field}-note`}>
            {words.documentsNote}
          </span>
          <input
            id={field}
            type="file"
            multiple
            accept=".json,.graphql,.gql"
            aria-describedby={`${field}-note ${field}-said`}
            onChange={(event) => void takeDocuments(event.currentTarget.files)}
          />
          <span id={`${field}-said`} role="status">
            {isUnread && words.documentsUnread}
            {documents.length > 0 && words.documentsOnly(n(documents.length))}
          </span>
          {refused('documents') && <Notice title={refused('documents')} icon="alert" attention />}
        </div>
        {create.isError && !FIELDS.some((one) => refused(one)) && <Failed error={create.error} />}
        <div className="row">
          <Button type="submit" loading={create.isPending} disabled={isUnread}>
            {words.make}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
