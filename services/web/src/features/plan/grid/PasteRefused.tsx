/** What a refused paste held, cell by cell; nothing of it was put in. */
import { Button, Modal } from '@mantine/core'
import { useReader } from '../../../parts/reader'
import type { Planned } from './paste'

interface PasteRefusedProps {
  refused: Planned['refused'] | null
  onClose: () => void
}

export function PasteRefused({ refused, onClose }: PasteRefusedProps) {
  const { t, n } = useReader()
  return (
    <Modal
      opened={refused !== null}
      onClose={onClose}
      title={t.plan.pasteRefused}
      size="lg"
      closeButtonProps={{ 'aria-label': t.close }}
    >
      <div className="stack">
        <p>{t.plan.pasteRefusedNote(n(refused?.length ?? 0))}</p>
        <ul className="plain refused-list">
          {refused?.map(({ line, be, text, why }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- the list never changes
            <li key={index}>
              <strong>“{text}”</strong>{' '}
              <span className="soft">
                {line?.row ? `${n(line.mission.code)} ${line.row.title}` : '—'}{' '}
                {be && t.fiscalYear(n(be))}
              </span>
              <br />
              {t.plan.unread[why]}
            </li>
          ))}
        </ul>
        <div>
          <Button onClick={onClose}>{t.close}</Button>
        </div>
      </div>
    </Modal>
  )
}
