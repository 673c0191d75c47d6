/** What can be done with one row, opened at its button; one menu serves the whole grid. */
import { Menu } from '@mantine/core'
import type { InitiativeKind } from '../../gql/graphql'
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'
import type { Line } from './grid/layout'
import type { Initiative, Plan } from './plan'

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
  onRemove: (row: Initiative) => void
}

const KINDS: InitiativeKind[] = ['PROJECT', 'ACTIVITY', 'MEASURE']

export function RowMenu(props: RowMenuProps) {
  const { plan, open, onClose, onEditTitle, onKind, onMove, onMoveTo, onRemove } = props
  const { t } = useReader()
  const row = open?.line.row
  if (!open || !row) return null
  const { x, y, width, height } = open.button.getBoundingClientRect()
  const last = plan.initiatives.filter((one) => one.missionCode === row.missionCode).length
  return (
    <Menu
      opened
      onClose={() => {
        onClose()
        open.button.focus()
      }}
      position="bottom-end"
      width={250}
      returnFocus={false}
    >
      <Menu.Target>
        <span
          style={{ position: 'fixed', left: x, top: y, width, height, pointerEvents: 'none' }}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="edit" />} onClick={() => onEditTitle(row)}>
          {t.plan.editTitle}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="up" />}
          disabled={row.number <= 1}
          onClick={() => onMove(row, row.missionCode, row.number - 1)}
        >
          {t.plan.moveUp}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="down" />}
          disabled={row.number >= last}
          onClick={() => onMove(row, row.missionCode, row.number + 1)}
        >
          {t.plan.moveDown}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="move" />} onClick={() => onMoveTo(row)}>
          {t.plan.moveTo}
        </Menu.Item>
        <Menu.Label>{t.plan.setKind}</Menu.Label>
        {KINDS.filter((kind) => kind !== row.kind).map((kind) => (
          <Menu.Item key={kind} onClick={() => onKind(row, kind)}>
            {t.kinds[kind]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="remove" />} onClick={() => onRemove(row)}>
          {t.plan.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
