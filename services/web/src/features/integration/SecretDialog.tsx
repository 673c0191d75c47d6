/** A new secret, which is shown this once. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../parts/Dialog'
import { useReader } from '../../parts/reader'

export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useReader()
  const words = t.integration
  const [isCopied, setCopied] = useState(false)
  return (
    <Dialog isOpen onClose={onClose} title={words.secret}>
      <div className="stack">
        <p>{words.secretNote}</p>
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
            {words.secretKept}
          </Button>
          <span role="status">{isCopied && words.copied}</span>
        </div>
      </div>
    </Dialog>
  )
}
