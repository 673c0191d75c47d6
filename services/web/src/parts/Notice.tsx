/** Quiet boxes that say what happened, what was kept and what to do. */
import type { ReactNode } from 'react'
import { AskError } from './ask'
import { Icon, type IconName } from './Icon'
import { useReader } from './reader'
import { Button } from '@mantine/core'

interface NoticeProps {
  title: ReactNode
  children?: ReactNode
  icon?: IconName
  attention?: boolean
  /** Read out at once: for what just happened, not for what was there from the start. */
  announce?: boolean
}

export function Notice({ title, children, icon = 'info', attention, announce }: NoticeProps) {
  return (
    <div className={`notice${attention ? ' attention' : ''}`} role={announce ? 'alert' : undefined}>
      <Icon name={icon} size={20} />
      <div className="stack" style={{ gap: '0.35rem' }}>
        <strong>{title}</strong>
        {children}
      </div>
    </div>
  )
}

export function Failed({ error, onAgain }: { error: unknown; onAgain?: () => void }) {
  const { t, told } = useReader()
  const failure = error instanceof AskError ? error.failure : null
  return (
    <Notice title={onAgain ? t.wrong.title : t.wrong.notDone} icon="alert" attention announce>
      {failure && <p>{told(failure)}</p>}
      {failure?.requestId && <p className="soft small">{t.reference(failure.requestId)}</p>}
      {onAgain && failure?.code !== 'FORBIDDEN' && (
        <div>
          <Button variant="default" size="sm" onClick={onAgain}>
            {t.again}
          </Button>
        </div>
      )}
    </Notice>
  )
}

export function Loading() {
  const { t } = useReader()
  return (
    <p className="soft" role="status">
      {t.loading}
    </p>
  )
}
