/** A box that scrolls by itself: named, and reached by Tab so that it scrolls by keyboard too. */
import type { ReactNode } from 'react'

interface ScrollerProps {
  label: string
  className: string
  lang?: string
  children: ReactNode
}

export function Scroller({ label, className, lang, children }: ScrollerProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
    <div className={className} tabIndex={0} role="region" aria-label={label} lang={lang}>
      {children}
    </div>
  )
}
