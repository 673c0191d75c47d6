/** Something secret that was just made, and is shown this once. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import '../styles/secret.css'
import { Dialog } from './Dialog'
import { useReader } from './reader'

interface SecretDialogProps {
  title: string
  note: string
  secret: string
  onClose: () => void
}

export function SecretDialog({ title, note, secret, onClose }: SecretDialogProps) {
  const { t } = useReader()
  const words = t.secret
  const [isCopied, setCopied] = useState(false)
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <div className="stack">
        <p>{note}</p>
        <code className="secret">{secret}</code>
        <div className="row">
          <Button
            onClick={() => {
              void navigator.clipboard.writeText(secret).then(() => setCopied(true))
            }}
          >
            {words.copy}
          </Button>
          <Button variant="default" onClick={onClose}>
            {words.kept}
          </Button>
          <span role="status">{isCopied && words.copied}</span>
        </div>
      </div>
    </Dialog>
  )
}
