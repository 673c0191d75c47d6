/** One's own tokens for programs: made, replaced and revoked here. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import '../../styles/inner'
import '../../styles/tokens.css'
import { ConfirmDialog } from '../../parts/ConfirmDialog'
import { Failed, Loading, Notice } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { SecretDialog } from '../../parts/SecretDialog'
import { DeprecatedUses } from './DeprecatedUses'
import { TokenDialog } from './TokenDialog'
import { endOf, LIVES, useRevoke, useRotate, useTokens, type Token } from './tokens'

export default function TokensPage() {
  const { t } = useReader()
  const words = t.tokens
  const { data, isError, error, refetch } = useTokens()
  const [isMaking, setMaking] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const good = data?.apiTokens.filter((one) => one.isGood) ?? []
  const over = data?.apiTokens.filter((one) => !one.isGood) ?? []
  return (
    <Page
      narrow
      title={words.title}
      tabTitle={words.title}
      lead={words.lead}
      actions={
        data && data.tokenScopes.length > 0 ? (
          <Button onClick={() => setMaking(true)}>{words.add}</Button>
        ) : null
      }
    >
      {!data && !isError && <Loading />}
      {isError && !data && <Failed error={error} onAgain={() => void refetch()} />}
      {data && !good.length && <Notice title={words.none} />}
      <ul className="plain tokens">
        {good.map((one) => (
          <TokenLine key={one.id} token={one} onSecret={setSecret} />
        ))}
      </ul>
      {over.length > 0 && (
        <details>
          <summary>{words.over}</summary>
          <ul className="plain tokens">
            {over.map((one) => (
              <TokenLine key={one.id} token={one} />
            ))}
          </ul>
        </details>
      )}
      {isMaking && data && (
        <TokenDialog
          scopes={data.tokenScopes}
          onClose={() => setMaking(false)}
          onSecret={setSecret}
        />
      )}
      {secret && (
        <SecretDialog
          title={words.made}
          note={words.madeNote}
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </Page>
  )
}

interface TokenLineProps {
  token: Token
  /** Left out for one that is over. */
  onSecret?: (secret: string) => void
}

function TokenLine({ token: one, onSecret }: TokenLineProps) {
  const { t, n, moment } = useReader()
  const words = t.tokens
  const [asked, setAsked] = useState<'rotate' | 'revoke' | null>(null)
  return (
    <li>
      <div>
        <h2>
          {one.name} <span className="soft small">…{one.hint}</span>
        </h2>
        <p className="soft">{one.scopes.map((scope) => words.scopeNames[scope]).join(' · ')}</p>
        <p className="soft">
          {one.usedAt ? words.used(moment(one.usedAt), one.usedFrom) : words.unused}
          {' · '}
          {one.revokedAt ? words.revoked(moment(one.revokedAt)) : words.ends(moment(one.expiresAt))}
          {one.documentCount > 0 && ` · ${words.documentsOnly(n(one.documentCount))}`}
          {one.networks.length > 0 && ` · ${words.from(one.networks.join(', '))}`}
        </p>
        <p className="soft small">
          {words.client} <code className="client-id">{one.clientId}</code>
        </p>
        {one.isGood && <DeprecatedUses token={one} />}
      </div>
      {onSecret && (
        <div className="row">
          <Button
            variant="default"
            size="sm"
            aria-label={words.rotateOf(one.name)}
            onClick={() => setAsked('rotate')}
          >
            {words.rotate}
          </Button>
          <Button
            variant="default"
            size="sm"
            aria-label={words.revokeOf(one.name)}
            onClick={() => setAsked('revoke')}
          >
            {words.revoke}
          </Button>
        </div>
      )}
      {asked === 'rotate' && onSecret && (
        <RotateDialog token={one} onClose={() => setAsked(null)} onSecret={onSecret} />
      )}
      {asked === 'revoke' && <RevokeDialog token={one} onClose={() => setAsked(null)} />}
    </li>
  )
}

interface RotateDialogProps {
  token: Token
  onClose: () => void
  onSecret: (secret: string) => void
}

function RotateDialog({ token, onClose, onSecret }: RotateDialogProps) {
  const words = useReader().t.tokens
  const rotate = useRotate()
  const confirm = () =>
    rotate.mutate(
      { id: token.id, expiresAt: endOf(LIVES[1]) },
      {
        onSuccess: (secret) => {
          onClose()
          if (secret) onSecret(secret)
        },
      },
    )
  return (
    <ConfirmDialog
      title={words.rotateOf(token.name)}
      note={words.rotateNote}
      verb={words.rotate}
      doing={rotate}
      onConfirm={confirm}
      onClose={onClose}
    />
  )
}

function RevokeDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const words = useReader().t.tokens
  const revoke = useRevoke()
  return (
    <ConfirmDialog
      title={words.revokeOf(token.name)}
      note={words.revokeNote}
      verb={words.revoke}
      doing={revoke}
      onConfirm={() => revoke.mutate(token.id, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
