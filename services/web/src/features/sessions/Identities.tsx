/** Which sign-in providers prove who one is: linked and unlinked here. */
import { Button, PasswordInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useSearchParams } from 'wouter'
import { IdentitiesDocument, UnlinkIdentityDocument } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { taken, useChange } from '../../parts/change'
import { ConfirmDialog } from '../../parts/ConfirmDialog'
import { Dialog } from '../../parts/Dialog'
import { Failed, Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { useBegin, useProviders, useRefusal, type Provider } from '../session/providers'

const KEY = ['identities']

export function Identities() {
  const { t, moment, name } = useReader()
  const words = t.sessions
  const [search] = useSearchParams()
  const refusal = useRefusal(search)
  const providers = useProviders().data?.providers ?? []
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: () => ask(IdentitiesDocument),
    enabled: providers.length > 0,
  })
  const [linking, setLinking] = useState<Provider | null>(null)
  const [unlinking, setUnlinking] = useState<{ id: string; name: string } | null>(null)
  if (providers.length === 0 || !data) return null
  return (
    <section className="stack">
      <h2>{words.providers}</h2>
      <p className="soft">{words.providersLead}</p>
      {refusal && <Notice title={refusal} icon="alert" attention announce />}
      <ul className="plain tokens">
        {providers.map((provider) => {
          const identity = data.identities.find((one) => one.issuer === provider.issuer)
          const called = name(provider)
          return (
            <li key={provider.key}>
              <div>
                <h3>{called}</h3>
                <p className="soft">
                  {identity ? words.linked(moment(identity.linkedAt)) : words.notLinked}
                </p>
              </div>
              {identity ? (
                <Button
                  variant="default"
                  size="sm"
                  aria-label={words.unlinkOf(called)}
                  onClick={() => setUnlinking({ id: identity.id, name: called })}
                >
                  {words.unlink}
                </Button>
              ) : (
                <Button
                  variant="default"
                  size="sm"
                  aria-label={words.linkOf(called)}
                  onClick={() => setLinking(provider)}
                >
                  {words.link}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {linking && <LinkDialog provider={linking} onClose={() => setLinking(null)} />}
      {unlinking && <UnlinkDialog {...unlinking} onClose={() => setUnlinking(null)} />}
    </section>
  )
}

function LinkDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const { t, name } = useReader()
  const words = t.sessions
  const begin = useBegin()
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    begin.mutate({ key: provider.key, next: '/sessions', password })
  }
  return (
    <Dialog isOpen onClose={onClose} title={words.linkOf(name(provider))}>
      <form className="stack" onSubmit={submit}>
        <p>{words.linkNote}</p>
        {begin.error && <Failed error={begin.error} />}
        <PasswordInput
          label={words.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t.session.showPassword, tabIndex: 0 }}
          required
        />
        <div className="row">
          <Button type="submit" loading={begin.isPending}>
            {words.link}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface UnlinkDialogProps {
  id: string
  name: string
  onClose: () => void
}

function UnlinkDialog({ id, name, onClose }: UnlinkDialogProps) {
  const words = useReader().t.sessions
  const unlink = useChange(KEY, async () =>
    taken((await ask(UnlinkIdentityDocument, { input: { id } })).unlinkIdentity),
  )
  return (
    <ConfirmDialog
      title={words.unlinkOf(name)}
      note={words.unlinkNote}
      verb={words.unlink}
      doing={unlink}
      onConfirm={() => unlink.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
