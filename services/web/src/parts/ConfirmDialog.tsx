/** A question before something that is not taken back lightly. */
import { Button } from '@mantine/core'
import { Dialog } from './Dialog'
import { Failed } from './Notice'
import { useReader } from './reader'

interface ConfirmDialogProps {
  title: string
  note: string
  /** What the button says that does it. */
  verb: string
  doing: { isPending: boolean; error: unknown }
  onConfirm: () => void
  onClose: () => void
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, note, verb, doing, onConfirm, onClose } = props
  const { t } = useReader()
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <div className="stack">
        <p>{note}</p>
        {doing.error ? <Failed error={doing.error} /> : null}
        <div className="row">
          <Button loading={doing.isPending} onClick={onConfirm}>
            {verb}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
