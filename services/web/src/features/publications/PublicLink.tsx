/** To a page that everybody can read: it is not ours to draw, so it opens beside this one. */
import type { ReactNode } from 'react'
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'

export function PublicLink({ href, children }: { href: string; children: ReactNode }) {
  const { t } = useReader()
  return (
    <a href={href} target="_blank" rel="noopener">
      {children} <Icon name="link" size={15} />
      <span className="unseen"> {t.publications.newTab}</span>
    </a>
  )
}
