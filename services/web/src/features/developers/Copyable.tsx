/** A text to copy: in sight, reached by keyboard, copied by one press. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Scroller } from '../../parts/Scroller'

interface CopyableProps {
  label: string
  text: string
  words: { copy: string; copied: string }
}

export function Copyable({ label, text, words }: CopyableProps) {
  const [isCopied, setCopied] = useState(false)
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true))
  return (
    <div className="copyable">
      <Scroller label={label} className="code" lang="en">
        <pre>
          <code>{text}</code>
        </pre>
      </Scroller>
      <div className="row">
        <Button variant="default" size="sm" aria-label={`${words.copy} ${label}`} onClick={copy}>
          {words.copy}
        </Button>
        <span role="status">{isCopied && words.copied}</span>
      </div>
    </div>
  )
}
