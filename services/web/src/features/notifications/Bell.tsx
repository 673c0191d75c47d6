/** The bell in the bar: how many notifications are unread, and the way to them. */
import { Link, useLocation } from 'wouter'
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'
import { useUnreadCount } from './notifications'

const MOST_SHOWN = 99

export function Bell() {
  const { t, n } = useReader()
  const count = useUnreadCount().data ?? 0
  const [path] = useLocation()
  const label = count ? t.notifications.bellUnread(n(count)) : t.notifications.bell
  return (
    <Link
      href="/notifications"
      className="head-button bell"
      aria-label={label}
      aria-current={path === '/notifications' ? 'page' : undefined}
    >
      <Icon name="bell" size={20} />
      {count > 0 && (
        <span className="bell-count" aria-hidden="true">
          {n(count > MOST_SHOWN ? `${MOST_SHOWN}+` : count)}
        </span>
      )}
    </Link>
  )
}
