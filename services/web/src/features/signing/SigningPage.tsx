/** Who signs in whose place: now, soon, and what was; an approver grants and revokes here. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import '../../styles/inner'
import '../../styles/signing.css'
import { ConfirmDialog } from '../../parts/ConfirmDialog'
import { Failed, Loading, Notice } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { useMay } from '../session/viewer'
import { GrantDialog } from './GrantDialog'
import { STATES, useDelegations, useRevoke, type Delegation } from './signing'

export default function SigningPage() {
  const { t } = useReader()
  const words = t.signing
  const mayGrant = useMay('SIGNING_DELEGATE')
  const { data, isError, error, refetch } = useDelegations()
  const [isGranting, setGranting] = useState(false)
  const [revoking, setRevoking] = useState<Delegation | null>(null)
  return (
    <Page
      narrow
      title={words.title}
      tabTitle={words.title}
      lead={words.lead}
      actions={mayGrant && <Button onClick={() => setGranting(true)}>{words.grant}</Button>}
    >
      {!data && !isError && <Loading />}
      {isError && <Failed error={error} onAgain={() => void refetch()} />}
      {data && !data.length && <Notice title={words.none} />}
      {STATES.map((state) => {
        const found = data?.filter((one) => one.state === state) ?? []
        if (!found.length) return null
        return (
          <section key={state} className="stack" aria-labelledby={state}>
            <h2 id={state}>{words.states[state]}</h2>
            <ul className="plain delegations">
              {found.map((one) => (
                <DelegationLine
                  key={one.id}
                  delegation={one}
                  onRevoke={
                    mayGrant && (state === 'IN_FORCE' || state === 'COMING')
                      ? () => setRevoking(one)
                      : null
                  }
                />
              ))}
            </ul>
          </section>
        )
      })}
      {isGranting && <GrantDialog onClose={() => setGranting(false)} />}
      {revoking && <RevokeDialog delegation={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  )
}

interface DelegationLineProps {
  delegation: Delegation
  onRevoke: (() => void) | null
}

function DelegationLine({ delegation: one, onRevoke }: DelegationLineProps) {
  const { t, n, date, moment } = useReader()
  const words = t.signing
  return (
    <li>
      <div>
        <p lang="th">
          <strong>{one.toName}</strong> {words.kinds[one.kind]} {one.position} ({one.fromName})
        </p>
        <p className="soft">
          {words.days(date(one.firstOn), date(one.lastOn))} · {words.order(n(one.orderNumber))}
        </p>
        <p className="soft" lang="th">
          {one.reason}
        </p>
        {one.revokedAt && (
          <p className="soft">{words.revokedBy(one.revokedBy, moment(one.revokedAt))}</p>
        )}
      </div>
      {onRevoke && (
        <Button
          variant="default"
          size="sm"
          aria-label={words.revokeOf(one.toName)}
          onClick={onRevoke}
        >
          {words.revoke}
        </Button>
      )}
    </li>
  )
}

interface RevokeDialogProps {
  delegation: Delegation
  onClose: () => void
}

function RevokeDialog({ delegation, onClose }: RevokeDialogProps) {
  const words = useReader().t.signing
  const revoke = useRevoke()
  return (
    <ConfirmDialog
      title={words.revokeOf(delegation.toName)}
      note={words.revokeNote}
      verb={words.revoke}
      doing={revoke}
      onConfirm={() => revoke.mutate(delegation.id, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
