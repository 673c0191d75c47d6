/** The way in: calm, and it says what went wrong. */
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { Redirect, useSearchParams } from 'wouter'
import mark from '../../mark.svg'
import { AskError } from '../../parts/ask'
import { Notice } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { ProviderButtons } from './ProviderButtons'
import { useRefusal } from './providers'
import { useSignIn, useViewer } from './viewer'

const SECOND = 'SECOND_STEP_NEEDED'

export default function SignIn() {
  const { t } = useReader()
  const viewer = useViewer()
  const signIn = useSignIn()
  const [search] = useSearchParams()
  const refusal = useRefusal(search)
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [isSecond, setSecond] = useState(false)

  if (viewer.data) return <Redirect to={safePath(search.get('next'))} replace />

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const isEmpty = username.trim() === '' || password === ''
    setMissing(isEmpty)
    if (!isEmpty) {
      const onError = (error: unknown) => {
        if (error instanceof AskError && error.failure.code === SECOND) setSecond(true)
      }
      signIn.mutate(
        { username: username.trim(), password, code: isSecond ? code : '' },
        { onError },
      )
    }
  }

  return (
    <div className="sign-in">
      <Page title={t.session.title} tabTitle={t.session.title} lead={t.session.lead}>
        <form className="stack" onSubmit={submit} noValidate>
          {refusal && signIn.isIdle && !isMissing && (
            <Notice title={refusal} icon="alert" attention announce />
          )}
          {isMissing && <Notice title={t.session.required} icon="alert" attention announce />}
          {!isMissing && signIn.isError && <Refused error={signIn.error} />}
          <TextInput
            label={t.session.username}
            size="md"
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            name="username"
          />
          <PasswordInput
            label={t.session.password}
            size="md"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            name="password"
            visibilityToggleButtonProps={{ 'aria-label': t.session.showPassword, tabIndex: 0 }}
          />
          {isSecond && (
            <TextInput
              label={t.session.code}
              description={t.session.codeNote}
              size="md"
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              autoComplete="one-time-code"
              autoCapitalize="none"
              spellCheck={false}
              name="code"
              data-autofocus
              ref={(field) => {
                if (field && code === '') field.focus()
              }}
            />
          )}
          <Button type="submit" size="md" loading={signIn.isPending}>
            {t.session.signIn}
          </Button>
          <ProviderButtons next={safePath(search.get('next'))} />
          <p className="soft small">{t.session.demo}</p>
          <p>
            <a href="/public">{t.publications.directory}</a>
          </p>
          <p>
            <a href="/developers">{t.developers}</a>
          </p>
        </form>
      </Page>
      <aside className="sign-in-side">
        <img src={mark} alt="" width="72" height="72" />
        <p className="sign-in-name">{t.appName}</p>
        <p>{t.appTagline}</p>
        <p className="sign-in-pillars">{t.session.pillars}</p>
      </aside>
    </div>
  )
}

function Refused({ error }: { error: unknown }) {
  const { t, n, told } = useReader()
  if (!(error instanceof AskError)) return null
  const { code, values } = error.failure
  if (code === 'SIGN_IN_LOCKED') {
    const seconds = (values as { retryAfterSeconds?: number } | undefined)?.retryAfterSeconds
    return (
      <Notice title={t.session.locked} icon="lock" attention announce>
        {seconds && <p>{t.session.retryAfter(n(Math.ceil(seconds / 60)))}</p>}
      </Notice>
    )
  }
  if (code === SECOND) return <Notice title={told(error.failure)} icon="lock" announce />
  const title = code === 'SIGN_IN_FAILED' ? t.session.failed : told(error.failure)
  return <Notice title={title} icon="alert" attention announce />
}

/** Only a place of our own: "//elsewhere" and addresses with a host are not followed. */
function safePath(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/'
}
