/** Where a link in a mail arrives: it is marked read, and the reader goes on to its page. */
import { useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { Failed, Loading } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { useOpen } from './notifications'

export default function OpenNotification({ id }: { id: string }) {
  const { t } = useReader()
  const open = useOpen()
  const isAsked = useRef(false)
  useEffect(() => {
    if (isAsked.current) return
    isAsked.current = true
    open.mutate(globalId(id))
  }, [id, open])
  return (
    <Page narrow title={t.notifications.opening} tabTitle={t.notifications.title}>
      {open.isError ? <Failed error={open.error} /> : <Loading />}
      <p>
        <Link href="/notifications">{t.notifications.toList}</Link>
      </p>
    </Page>
  )
}

/** Mails name a notification by its plain id; the API knows it by a global one. */
function globalId(id: string): string {
  return btoa(`Notification:${id}`).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}
