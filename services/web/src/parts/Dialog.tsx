/** A question or a list over the page: the browser's own dialog, in the middle or at the side. */
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { Icon } from './Icon'
import { useReader } from './reader'

interface DialogProps {
  isOpen: boolean
  title: string
  onClose: () => void
  look?: 'middle' | 'wide' | 'side'
  children: ReactNode
}

export function Dialog({ isOpen, title, onClose, look = 'middle', children }: DialogProps) {
  const { t } = useReader()
  const box = useRef<HTMLDialogElement>(null)
  const heading = useId()
  /** Something was typed or chosen: a press beside the dialog would lose it. */
  const isTouched = useRef(false)

  useEffect(() => {
    const dialog = box.current
    if (!isOpen) isTouched.current = false
    if (isOpen && !dialog?.open) dialog?.showModal()
    else if (!isOpen && dialog?.open) dialog.close()
  }, [isOpen])

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a press beside it closes it while nothing is typed; Escape always does
    <dialog
      ref={box}
      className={`dialog ${look}`}
      aria-labelledby={heading}
      onClose={onClose}
      onInput={() => {
        isTouched.current = true
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget && !isTouched.current) onClose()
      }}
    >
      {isOpen && (
        <div className="dialog-in">
          <div className="dialog-head">
            <h2 id={heading}>{title}</h2>
            <button type="button" className="head-button" aria-label={t.close} onClick={onClose}>
              <Icon name="close" size={20} />
            </button>
          </div>
          {children}
        </div>
      )}
    </dialog>
  )
}
