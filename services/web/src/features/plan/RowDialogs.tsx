/** Short questions: what to add, where to move, under which sub-mission. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useId, useState, type FormEvent } from 'react'
import type { InitiativeKind } from '../../gql/graphql'
import { Dialog } from '../../parts/Dialog'
import { useReader } from '../../parts/reader'
import { giveUp, useTyped } from '../../parts/useTyped'
import { MissionSelect } from './MissionSelect'
import type { Initiative, Plan } from './plan'

interface AddDialogProps {
  plan: Plan
  missionCode: string
  onAdd: (given: { kind: InitiativeKind; title: string }) => void
  onPeers: () => void
  onClose: () => void
}

export function AddDialog({ plan, missionCode, onAdd, onPeers, onClose }: AddDialogProps) {
  const { t, n } = useReader()
  const typed = useTyped(`add ${plan.id} ${missionCode}`, '')
  const title = typed.value
  const [kind, setKind] = useState<InitiativeKind>('PROJECT')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!title.trim()) return
    onAdd({ kind, title: title.trim() })
    typed.drop()
  }
  return (
    <Dialog isOpen onClose={onClose} title={t.plan.addTo(n(missionCode))}>
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
          onChange={(event) => typed.set(event.currentTarget.value)}
          required
          autoFocus
        />
        <div className="row">
          <Button type="submit">{t.plan.add}</Button>
          <Button variant="default" onClick={() => giveUp(typed, onClose)}>
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

interface SubMissionDialogProps {
  plan: Plan
  row: Initiative
  onSet: (text: string) => void
  onClose: () => void
}

/** As the edition names them or as the plan words them already; any other words will do too. */
export function SubMissionDialog({ plan, row, onSet, onClose }: SubMissionDialogProps) {
  const { t } = useReader()
  const typed = useTyped(`subMission ${row.id}`, row.subMission ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSet(typed.value.trim())
    giveUp(typed, onClose)
  }
  return (
    <Dialog isOpen onClose={onClose} title={t.plan.subMission.title}>
      <form className="stack" onSubmit={submit}>
        <p>{row.title}</p>
        <SubMissionField plan={plan} rows={[row]} value={typed.value} onChange={typed.set} />
        <div className="row">
          <Button type="submit">{t.plan.subMission.set}</Button>
          <Button variant="default" onClick={() => giveUp(typed, onClose)}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface SubMissionFieldProps {
  plan: Plan
  rows: readonly Initiative[]
  value: string
  onChange: (text: string) => void
}

export function SubMissionField({ plan, rows, value, onChange }: SubMissionFieldProps) {
  const { t } = useReader()
  const list = useId()
  return (
    <>
      <TextInput
        label={t.plan.subMission.label}
        description={t.plan.subMission.hint}
        value={value}
        maxLength={500}
        list={list}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id={list}>
        {known(plan, new Set(rows.map((row) => row.missionCode))).map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  )
}

function known(plan: Plan, missions: ReadonlySet<string>): string[] {
  const named = plan.edition.dimensions
    .flatMap((dimension) => dimension.missions)
    .filter((mission) => missions.has(mission.code))
    .flatMap((mission) => mission.subMissions.map((one) => `${one.code} ${one.titleTh}`))
  const worded = plan.initiatives.flatMap((row) =>
    row.subMission && missions.has(row.missionCode) ? [row.subMission] : [],
  )
  return [...new Set([...named, ...worded])]
}
