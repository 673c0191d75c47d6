/** What a refused paste held, cell by cell; nothing of it was put in. */
import { Button } from '@mantine/core'
import { Dialog } from '../../../parts/Dialog'
import { useReader } from '../../../parts/reader'
import type { Planned } from './paste'

interface PasteRefusedProps {
  refused: Planned['refused'] | null
  onClose: () => void
}

export function PasteRefused({ refused, onClose }: PasteRefusedProps) {
  const { t, n } = useReader()
  return (
    <Dialog isOpen={refused !== null} onClose={onClose} title={t.plan.pasteRefused}>
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
    </Dialog>
  )
}
