/** Which other systems are told of the organisation's changes, and how that goes. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import '../../styles/inner'
import '../../styles/integration.css'
import { ConfirmDialog } from '../../parts/ConfirmDialog'
import { Failed, Loading, Notice } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { SecretDialog } from '../../parts/SecretDialog'
import { MessageLog } from './MessageLog'
import { ProgramActs } from './ProgramActs'
import { WebhookDialog } from './WebhookDialog'
import { useRemove, useRotate, useSet, useTest, useWebhooks, type Webhook } from './webhooks'

export default function IntegrationPage() {
  const { t } = useReader()
  const words = t.integration
  const { data, isError, error, refetch } = useWebhooks()
  const [editing, setEditing] = useState<Webhook | 'new' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const [isLooking, setLooking] = useState(false)
  return (
    <Page
      narrow
      title={words.title}
      tabTitle={words.title}
      lead={words.lead}
      actions={<Button onClick={() => setEditing('new')}>{words.add}</Button>}
    >
      {!data && !isError && <Loading />}
      {isError && !data && <Failed error={error} onAgain={() => void refetch()} />}
      {data && !data.length && <Notice title={words.none}>{words.noneNote}</Notice>}
      <ul className="plain stack webhooks">
        {data?.map((one) => (
          <WebhookCard
            key={one.id}
            webhook={one}
            onEdit={() => setEditing(one)}
            onSecret={setSecret}
          />
        ))}
      </ul>
      <details onToggle={(event) => setLooking(event.currentTarget.open)}>
        <summary>{words.acts}</summary>
        <p className="soft">{words.actsNote}</p>
        {isLooking && <ProgramActs />}
      </details>
      {editing && (
        <WebhookDialog
          webhook={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSecret={setSecret}
        />
      )}
      {secret && (
        <SecretDialog
          title={words.secret}
          note={words.secretNote}
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </Page>
  )
}

interface WebhookCardProps {
  webhook: Webhook
  onEdit: () => void
  onSecret: (secret: string) => void
}

function WebhookCard({ webhook: one, onEdit, onSecret }: WebhookCardProps) {
  const { t, n, moment } = useReader()
  const words = t.integration
  const [asked, setAsked] = useState<'rotate' | 'remove' | null>(null)
  const [isOpen, setOpen] = useState(false)
  const set = useSet()
  const test = useTest()
  const { id, version, url, description, events, state } = one
  const turn = (isActive: boolean) =>
    set.mutate({ id, version, url, description, events, isActive })
  const error = set.error ?? test.error
  return (
    <li className="card stack webhook">
      <div>
        <h2 className="webhook-url">{description || url}</h2>
        {description && <p className="soft webhook-url">{url}</p>}
      </div>
      <p>
        <span className={`tag ${state === 'ACTIVE' ? '' : 'attention'}`}>
          {words.states[state]}
        </span>{' '}
        {one.disabledFor && <span>{words.disabledFor[one.disabledFor]}</span>}
      </p>
      <p className="soft">
        {events.map((event) => words.eventNames[event]).join(' · ')}
        <br />
        {one.lastSentAt ? words.lastSent(moment(one.lastSentAt)) : words.neverSent}
        {one.waiting > 0 && ` · ${words.waiting(n(one.waiting))}`}
        {one.failed > 0 && ` · ${words.failed(n(one.failed))}`}
        {one.earlierSecretUntil && ` · ${words.earlierUntil(moment(one.earlierSecretUntil))}`}
      </p>
      {error && <Failed error={error} />}
      <div className="row">
        <Button
          variant="default"
          size="sm"
          loading={test.isPending}
          disabled={state !== 'ACTIVE'}
          onClick={() => test.mutate(id, { onSuccess: () => setOpen(true) })}
        >
          {words.test}
        </Button>
        <Button variant="default" size="sm" onClick={onEdit}>
          {words.change}
        </Button>
        <Button
          variant="default"
          size="sm"
          loading={set.isPending}
          onClick={() => turn(state !== 'ACTIVE')}
        >
          {state === 'ACTIVE' ? words.pause : words.resume}
        </Button>
        <Button variant="default" size="sm" onClick={() => setAsked('rotate')}>
          {words.rotate}
        </Button>
        <Button variant="default" size="sm" onClick={() => setAsked('remove')}>
          {words.remove}
        </Button>
      </div>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{words.log}</summary>
        {isOpen && <MessageLog webhook={one} />}
      </details>
      {asked === 'rotate' && (
        <RotateDialog webhook={one} onClose={() => setAsked(null)} onSecret={onSecret} />
      )}
      {asked === 'remove' && <RemoveDialog webhook={one} onClose={() => setAsked(null)} />}
    </li>
  )
}

interface RotateDialogProps {
  webhook: Webhook
  onClose: () => void
  onSecret: (secret: string) => void
}

function RotateDialog({ webhook, onClose, onSecret }: RotateDialogProps) {
  const words = useReader().t.integration
  const rotate = useRotate()
  const confirm = () =>
    rotate.mutate(webhook, {
      onSuccess: (secret) => {
        onClose()
        if (secret) onSecret(secret)
      },
    })
  return (
    <ConfirmDialog
      title={words.rotate}
      note={words.rotateNote}
      verb={words.rotate}
      doing={rotate}
      onConfirm={confirm}
      onClose={onClose}
    />
  )
}

function RemoveDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const words = useReader().t.integration
  const remove = useRemove()
  return (
    <ConfirmDialog
      title={words.remove}
      note={words.removeNote(webhook.description || webhook.url)}
      verb={words.remove}
      doing={remove}
      onConfirm={() => remove.mutate(webhook, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
