/** An order that hands one's own signing to a colleague for some days. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import type { ActingKind } from '../../gql/graphql'
import { refusalOf } from '../../parts/ask'
import { Dialog } from '../../parts/Dialog'
import { Failed, Loading } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { ThaiDay } from '../../parts/ThaiDay'
import { giveUp, useTyped } from '../../parts/useTyped'
import { usePost } from '../session/viewer'
import { useColleagues, useGrant } from './signing'

const NOTHING = {
  toPostId: '',
  kind: 'ACTING' as ActingKind,
  position: '',
  firstOn: '',
  lastOn: '',
  orderNumber: '',
  reason: '',
}

export function GrantDialog({ onClose }: { onClose: () => void }) {
  const { t, told } = useReader()
  const words = t.signing
  const colleagues = useColleagues()
  const grant = useGrant()
  const typed = useTyped(`grant ${usePost().id}`, NOTHING)
  const { toPostId, kind, position, firstOn, lastOn, orderNumber, reason } = typed.value
  const set = (part: Partial<typeof NOTHING>) => typed.set((before) => ({ ...before, ...part }))
  const able = colleagues.data?.filter((one) => one.mayReceive) ?? []
  const refused = (field: string) => {
    const refusal = refusalOf(grant.error, field)
    return refusal && told(refusal)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!firstOn || !lastOn) return
    grant.mutate(typed.value, { onSuccess: () => giveUp(typed, onClose) })
  }
  return (
    <Dialog isOpen onClose={onClose} title={words.grant} look="wide">
      {colleagues.isPending && <Loading />}
      {colleagues.isError && (
        <Failed error={colleagues.error} onAgain={() => void colleagues.refetch()} />
      )}
      {colleagues.data && !able.length && <p>{words.nobody}</p>}
      {able.length > 0 && (
        <form className="stack" onSubmit={submit}>
          <p className="soft">{words.grantLead}</p>
          <div className="fields">
            <NativeSelect
              label={words.to}
              value={toPostId}
              onChange={(event) => set({ toPostId: event.currentTarget.value })}
              required
              data={[
                { value: '', label: words.choose },
                ...able.map(({ postId, name, role }) => ({
                  value: postId,
                  label: `${name} (${t.roles[role as keyof typeof t.roles]})`,
                })),
              ]}
            />
            <NativeSelect
              label={words.kind}
              value={kind}
              onChange={(event) => set({ kind: event.currentTarget.value as ActingKind })}
              data={(['ACTING', 'ON_BEHALF'] as const).map((value) => ({
                value,
                label: words.kinds[value],
              }))}
            />
            <TextInput
              label={words.position}
              error={refused('position')}
              placeholder={t.steps.signedAsExample}
              value={position}
              onChange={(event) => set({ position: event.currentTarget.value })}
              required
            />
            <TextInput
              label={words.orderNumber}
              error={refused('orderNumber')}
              value={orderNumber}
              onChange={(event) => set({ orderNumber: event.currentTarget.value })}
              required
            />
            <ThaiDay
              label={words.firstOn}
              value={firstOn}
              onChange={(day) => set({ firstOn: day })}
            />
            <ThaiDay label={words.lastOn} value={lastOn} onChange={(day) => set({ lastOn: day })} />
            <TextInput
              label={words.reason}
              error={refused('reason')}
              value={reason}
              onChange={(event) => set({ reason: event.currentTarget.value })}
              required
            />
          </div>
          {grant.isError && <Failed error={grant.error} />}
          <div className="row">
            <Button type="submit" loading={grant.isPending}>
              {words.grant}
            </Button>
            <Button variant="default" onClick={() => giveUp(typed, onClose)}>
              {t.cancel}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
