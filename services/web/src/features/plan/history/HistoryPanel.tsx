/** The history of one thing, beside the page: of a cell or a row, a text, a risk, the committees. */
import { createContext, lazy, Suspense, use, useCallback, useState, type ReactNode } from 'react'
import { Dialog } from '../../../parts/Dialog'
import { Icon } from '../../../parts/Icon'
import { Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import type { Filter } from './history'

export interface Asked {
  title: string
  filter: Filter
  /** Of a cell: its year; the whole row is one choice away. */
  year?: number | undefined
  /** Fields that can be looked at alone. */
  fields?: readonly string[]
}

const Panel = lazy(() => import('./Panel'))

const OpenHistory = createContext<(asked: Asked) => void>(() => undefined)

/** Opens the panel; the focus goes back to where it was when it closes. */
export const useOpenHistory = () => use(OpenHistory)

export function HistoryPanel({ children }: { children: ReactNode }) {
  const { t } = useReader()
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = useCallback(() => setAsked(null), [])
  return (
    <OpenHistory value={setAsked}>
      {children}
      <Dialog
        look="side"
        isOpen={asked !== null}
        title={asked ? t.history.openOf(asked.title) : ''}
        onClose={close}
      >
        {asked && (
          <Suspense fallback={<Loading />}>
            <Panel asked={asked} />
          </Suspense>
        )}
      </Dialog>
    </OpenHistory>
  )
}

/** A small way to the history of what it stands beside. */
export function HistoryLink(asked: Asked) {
  const { t } = useReader()
  const open = useOpenHistory()
  return (
    <button
      type="button"
      className="quiet-button no-print history-link"
      onClick={() => open(asked)}
    >
      <Icon name="clock" size={16} />
      {t.history.open}
      <span className="unseen"> {asked.title}</span>
    </button>
  )
}
