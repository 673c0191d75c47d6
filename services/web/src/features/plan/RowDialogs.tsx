/** Two short questions: what to add, and where to move. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { InitiativeKind } from '../../gql/graphql'
import { Dialog } from '../../parts/Dialog'
import { useReader } from '../../parts/reader'
import { MissionSelect } from './MissionSelect'
import type { Initiative, Plan } from './plan'

interface AddDialogProps {
  missionCode: string | null
  onAdd: (given: { kind: InitiativeKind; title: string }) => void
  onPeers: () => void
  onClose: () => void
}

export function AddDialog({ missionCode, onAdd, onPeers, onClose }: AddDialogProps) {
  const { t, n } = useReader()
  const [title, setTitle] = useState('')
  const [kind, setKind] = useState<InitiativeKind>('PROJECT')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!title.trim()) return
    onAdd({ kind, title: title.trim() })
    setTitle('')
  }
  return (
    <Dialog
      isOpen={missionCode !== null}
      onClose={onClose}
      title={t.plan.addTo(n(missionCode ?? ''))}
    >
      <form className="stack" onSubmit={submit}>
        <NativeSelect
          label={t.plan.kind}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as InitiativeKind)}
          data={(['PROJECT', 'ACTIVITY', 'MEASURE', 'GUIDELINE'] as const).map((value) => ({
            value,
            label: t.kinds[value],
          }))}
        />
        <TextInput
          label={t.plan.newTitle}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          required
          autoFocus
        />
        <div className="row">
          <Button type="submit">{t.plan.add}</Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
          <button type="button" className="quiet-button" onClick={onPeers}>
            {t.plan.peers.open}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

interface MoveDialogProps {
  plan: Plan
  row: Initiative | null
  onMove: (row: Initiative, missionCode: string) => void
  onClose: () => void
}

export function MoveDialog({ plan, row, onMove, onClose }: MoveDialogProps) {
  const { t } = useReader()
  const [mission, setMission] = useState('')
  const chosen = mission || (row?.missionCode ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (row && chosen !== row.missionCode) onMove(row, chosen)
    setMission('')
    onClose()
  }
  return (
    <Dialog isOpen={row !== null} onClose={onClose} title={t.plan.moveTitle}>
      <form className="stack" onSubmit={submit}>
        <p>{row?.title}</p>
        <MissionSelect
          dimensions={plan.edition.dimensions}
          label={t.plan.columns.mission}
          value={chosen}
          onChange={setMission}
        />
        <div className="row">
          <Button type="submit">{t.plan.move}</Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
