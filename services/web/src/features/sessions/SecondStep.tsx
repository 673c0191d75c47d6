/** The second step of signing in: turned on with a phone, turned off with a code. */
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import '../../styles/secret.css'
import {
  BeginSecondStepDocument,
  ConfirmSecondStepDocument,
  EndSecondStepDocument,
  SecondStepDocument,
} from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { taken, useChange } from '../../parts/change'
import { Dialog } from '../../parts/Dialog'
import { Failed } from '../../parts/Notice'
import { useReader } from '../../parts/reader'

const KEY = ['second-step']

export function SecondStep() {
  const { t, n, moment } = useReader()
  const words = t.second
  const [doing, setDoing] = useState<'on' | 'off' | null>(null)
  const { data } = useQuery({ queryKey: KEY, queryFn: () => ask(SecondStepDocument) })
  if (!data) return null
  const { isOn, since, recoveryCodesLeft } = data.secondStep
  return (
    <section className="stack">
      <h2>{words.title}</h2>
      <p className="soft">
        {isOn && since ? words.on(moment(since), n(recoveryCodesLeft)) : words.off}
      </p>
      <div>
        <Button variant="default" size="sm" onClick={() => setDoing(isOn ? 'off' : 'on')}>
          {isOn ? words.turnOffTitle : words.turnOnTitle}
        </Button>
      </div>
      {doing === 'on' && <TurnOn onClose={() => setDoing(null)} />}
      {doing === 'off' && <TurnOff onClose={() => setDoing(null)} />}
    </section>
  )
}

interface DialogProps {
  onClose: () => void
}

function TurnOn({ onClose }: DialogProps) {
  const { t } = useReader()
  const words = t.second
  const begin = useChange(KEY, async (password: string) =>
    taken((await ask(BeginSecondStepDocument, { input: { password } })).beginSecondStep),
  )
  const confirm = useChange(KEY, async (code: string) =>
    taken((await ask(ConfirmSecondStepDocument, { input: { code } })).confirmSecondStep),
  )
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const codes = confirm.data?.recoveryCodes
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (begin.data) confirm.mutate(code)
    else begin.mutate(password)
  }
  if (codes) {
    return (
      <Dialog isOpen onClose={onClose} title={words.codesTitle}>
        <div className="stack">
          <p>{words.codesNote}</p>
          <ul className="plain">
            {codes.map((one) => (
              <li key={one}>
                <code className="secret">{one}</code>
              </li>
            ))}
          </ul>
          <div>
            <Button onClick={onClose}>{words.kept}</Button>
          </div>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={words.turnOnTitle}>
      <form className="stack" onSubmit={submit}>
        {(confirm.error ?? begin.error) && <Failed error={confirm.error ?? begin.error} />}
        {begin.data ? (
          <>
            <p>{words.scan}</p>
            <img src={begin.data.picture ?? ''} alt={words.picture} width="220" height="220" />
            <p className="soft small">{words.byHand}</p>
            <code className="secret">{begin.data.secret}</code>
            <TextInput
              label={words.code}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              autoComplete="one-time-code"
              required
            />
          </>
        ) : (
          <>
            <p>{words.passwordNote}</p>
            <PasswordInput
              label={words.password}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="current-password"
              visibilityToggleButtonProps={{ 'aria-label': t.session.showPassword, tabIndex: 0 }}
              required
            />
          </>
        )}
        <div className="row">
          <Button type="submit" loading={begin.isPending || confirm.isPending}>
            {begin.data ? words.confirm : words.go}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function TurnOff({ onClose }: DialogProps) {
  const { t } = useReader()
  const words = t.second
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const end = useChange(KEY, async () =>
    taken((await ask(EndSecondStepDocument, { input: { password, code } })).endSecondStep),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    end.mutate(undefined, { onSuccess: onClose })
  }
  return (
    <Dialog isOpen onClose={onClose} title={words.turnOffTitle}>
      <form className="stack" onSubmit={submit}>
        <p>{words.turnOffNote}</p>
        {end.error && <Failed error={end.error} />}
        <PasswordInput
          label={words.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t.session.showPassword, tabIndex: 0 }}
          required
        />
        <TextInput
          label={words.anyCode}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="one-time-code"
          required
        />
        <div className="row">
          <Button type="submit" loading={end.isPending}>
            {words.turnOff}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
