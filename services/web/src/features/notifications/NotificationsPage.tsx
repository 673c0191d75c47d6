/** Everything the reader was told, by day; each line is a way to its page. */
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { groupBy } from '../../parts/group'
import { Icon } from '../../parts/Icon'
import { Failed, Loading, Notice } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { useMarkRead, useNotifications, useOpen, type Notification } from './notifications'
import '../../styles/inner'
import '../../styles/notifications.css'

export default function NotificationsPage() {
  const { t } = useReader()
  const [unreadOnly, setUnreadOnly] = useState(false)
  const list = useNotifications(unreadOnly)
  const markRead = useMarkRead()
  const rows = list.data?.pages.flatMap((page) => page.edges.map(({ node }) => node)) ?? []
  return (
    <Page
      narrow
      title={t.notifications.title}
      tabTitle={t.notifications.title}
      lead={t.notifications.lead}
      actions={
        <>
          <Button component={Link} href="/notifications/settings" variant="default" size="sm">
            {t.notifications.settings}
          </Button>
          <Button component={Link} href="/notifications/outbox" variant="default" size="sm">
            {t.notifications.outbox}
          </Button>
        </>
      }
    >
      <div className="row spread">
        <Checkbox
          label={t.notifications.unreadOnly}
          checked={unreadOnly}
          onChange={(event) => setUnreadOnly(event.currentTarget.checked)}
        />
        <Button
          variant="default"
          size="sm"
          disabled={rows.every((one) => one.readAt)}
          loading={markRead.isPending}
          onClick={() => markRead.mutate({ all: true })}
        >
          {t.notifications.markAll}
        </Button>
      </div>
      {markRead.isError && <Failed error={markRead.error} />}
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} onAgain={() => void list.refetch()} />}
      {list.data && !rows.length && (
        <Notice title={unreadOnly ? t.notifications.noneUnread : t.notifications.none}>
          <p>{t.notifications.noneNote}</p>
        </Notice>
      )}
      <Days rows={rows} />
      {list.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t.notifications.more}
          </Button>
        </div>
      )}
    </Page>
  )
}

function Days({ rows }: { rows: Notification[] }) {
  const { date } = useReader()
  const open = useOpen()
  return (
    <>
      {open.isError && <Failed error={open.error} />}
      {[...groupBy(rows, (one) => date(one.createdAt))].map(([day, ofDay]) => (
        <section key={day} className="stack notification-day" aria-label={day}>
          <h2>{day}</h2>
          <ul className="plain told-list">
            {ofDay.map((one) => (
              <li key={one.id}>
                <Line one={one} onOpen={() => open.mutate(one.id)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function Line({ one, onOpen }: { one: Notification; onOpen: () => void }) {
  const { t, n, language, time } = useReader()
  const isThai = language === 'th'
  return (
    <a
      className={one.readAt ? 'told' : 'told unread'}
      href={one.link}
      onClick={(event) => {
        // A new tab goes by the plain link; here it is marked read on the way.
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        onOpen()
      }}
    >
      <Icon name={one.readAt ? 'check' : 'bell'} />
      <span className="told-words">
        <strong>{n(isThai ? one.titleTh : one.titleEn)}</strong>
        <span className="soft small">{n(isThai ? one.detailTh : one.detailEn)}</span>
      </span>
      {!one.readAt && <span className="tag attention">{t.notifications.unread}</span>}
      <span className="soft small">{time(one.createdAt)}</span>
      <Icon name="arrow" />
    </a>
  )
}
