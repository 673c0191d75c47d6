/** Where to tell another system, and of what. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { WebhookEvent } from '../../gql/graphql'
import { refusalOf } from '../../parts/ask'
import { Dialog } from '../../parts/Dialog'
import { Failed } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { EVENTS, useAdd, useSet, type Webhook } from './webhooks'

const FIELDS = ['url', 'description', 'events']

interface WebhookDialogProps {
  /** Null for a new one. */
  webhook: Webhook | null
  onClose: () => void
  onSecret: (secret: string) => void
}

export function WebhookDialog({ webhook, onClose, onSecret }: WebhookDialogProps) {
  const { t, told } = useReader()
  const words = t.integration
  const add = useAdd()
  const set = useSet()
  const [url, setUrl] = useState(webhook?.url ?? 'https://')
  const [description, setDescription] = useState(webhook?.description ?? '')
  const [events, setEvents] = useState<WebhookEvent[]>(webhook?.events ?? ['PLAN_SUBMITTED'])
  const error = add.error ?? set.error
  const refused = (field: string) => {
    const refusal = refusalOf(error, field)
    return refusal && told(refusal)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const said = { url, description, events }
    if (!webhook) {
      add.mutate(said, {
        onSuccess: (secret) => {
          onClose()
          if (secret) onSecret(secret)
        },
      })
      return
    }
    const { id, version, state } = webhook
    set.mutate({ id, version, isActive: state !== 'PAUSED', ...said }, { onSuccess: onClose })
  }
  return (
    <Dialog isOpen onClose={onClose} title={webhook ? words.change : words.add} look="wide">
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={words.url}
          description={words.urlNote}
          type="url"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          error={refused('url')}
          required
        />
        <TextInput
          label={words.description}
          placeholder={words.descriptionExample}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          error={refused('description')}
        />
        <Checkbox.Group
          label={words.events}
          value={events}
          onChange={(chosen) => setEvents(chosen as WebhookEvent[])}
          error={refused('events')}
          required
        >
          <div className="event-choices">
            {EVENTS.map((one) => (
              <Checkbox key={one} value={one} label={words.eventNames[one]} />
            ))}
          </div>
        </Checkbox.Group>
        {error && !FIELDS.some(refused) && <Failed error={error} />}
        <div className="row">
          <Button type="submit" loading={add.isPending || set.isPending}>
            {t.save}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
