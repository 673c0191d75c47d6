/** What can be done with one row, opened at its button; one menu serves the whole grid. */
import type { InitiativeKind } from '../../gql/graphql'
import { PopMenu } from '../../parts/PopMenu'
import { useReader } from '../../parts/reader'
import type { Line } from './grid/layout'
import type { Initiative, Plan } from './plan'
import { useGate } from './steps/gate'

export interface OpenMenu {
  line: Line
  button: HTMLElement
}

interface RowMenuProps {
  plan: Plan
  open: OpenMenu | null
  onClose: () => void
  onEditTitle: (row: Initiative) => void
  onKind: (row: Initiative, kind: InitiativeKind) => void
  onMove: (row: Initiative, missionCode: string, position: number) => void
  onMoveTo: (row: Initiative) => void
  onSubMission: (row: Initiative) => void
  onHistory: (row: Initiative) => void
  onRemove: (row: Initiative) => void
}

const KINDS: InitiativeKind[] = ['PROJECT', 'ACTIVITY', 'MEASURE']

export function RowMenu(props: RowMenuProps) {
  const { plan, open, onClose, onEditTitle, onKind, onMove, onMoveTo, onHistory, onRemove } = props
  const { onSubMission } = props
  const { t } = useReader()
  const gate = useGate()
  const row = open?.line.row
  if (!open || !row) return null
  const last = plan.initiatives.filter((one) => one.missionCode === row.missionCode).length
  const { missionCode, number } = row
  const isLocked = !gate.isOpen(row.id)
  return (
    <PopMenu
      label={t.plan.rowMenu(row.title)}
      button={open.button}
      onClose={onClose}
      choices={[
        {
          words: t.plan.editTitle,
          icon: 'edit',
          isOff: isLocked,
          onChoose: () => onEditTitle(row),
        },
        {
          words: t.plan.moveUp,
          icon: 'up',
          isOff: number <= 1 || !gate.isWhole,
          onChoose: () => onMove(row, missionCode, number - 1),
        },
        {
          words: t.plan.moveDown,
          icon: 'down',
          isOff: number >= last || !gate.isWhole,
          onChoose: () => onMove(row, missionCode, number + 1),
        },
        {
          words: t.plan.moveTo,
          icon: 'move',
          isOff: !gate.isWhole,
          onChoose: () => onMoveTo(row),
        },
        {
          words: t.plan.subMission.open,
          icon: 'edit',
          isOff: isLocked,
          onChoose: () => onSubMission(row),
        },
        ...KINDS.filter((kind) => kind !== row.kind).map((kind, index) => ({
          words: t.plan.setKind(t.kinds[kind]),
          isApart: index === 0,
          isOff: isLocked,
          onChoose: () => onKind(row, kind),
        })),
        {
          words: t.history.open,
          icon: 'clock' as const,
          isApart: true,
          onChoose: () => onHistory(row),
        },
        {
          words: t.plan.remove,
          icon: 'remove' as const,
          isOff: !gate.isWhole,
          onChoose: () => onRemove(row),
        },
      ]}
    />
  )
}
