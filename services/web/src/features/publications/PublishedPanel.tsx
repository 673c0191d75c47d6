/** What of one period everybody can read, with its addresses; taken back here with a reason. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { PublicationKind } from '../../gql/graphql'
import { Failed, Loading } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { useMay, useViewer } from '../session/viewer'
import { PublicLink } from './PublicLink'
import { standing, usePublications, type Publication } from './publications'
import { WithdrawDialog } from './WithdrawDialog'
import '../../styles/publications.css'

interface PublishedPanelProps {
  kinds: readonly PublicationKind[]
  period: string
}

export function PublishedPanel({ kinds, period }: PublishedPanelProps) {
  const { t } = useReader()
  const found = usePublications()
  const [leaving, setLeaving] = useState<Publication | null>(null)
  const code = useViewer().data?.post.organisation?.code
  if (found.isPending) return <Loading />
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  const items = standing(found.data, kinds, period)
  return (
    <section className="card published stack" aria-labelledby="published">
      <h2 id="published">{t.publications.title}</h2>
      {items.length === 0 && <p className="soft">{t.publications.none}</p>}
      {items.length > 0 && (
        <ul className="plain lines">
          {items.map((one) => (
            <Line key={`${one.kind} ${one.number}`} item={one} onWithdraw={() => setLeaving(one)} />
          ))}
        </ul>
      )}
      {code && <PublicLink href={`/public/${code}`}>{t.publications.ofOrganisation}</PublicLink>}
      <WithdrawDialog item={leaving} onClose={() => setLeaving(null)} />
    </section>
  )
}

function Line({ item, onWithdraw }: { item: Publication; onWithdraw: () => void }) {
  const { t, n, date } = useReader()
  const mayWithdraw = useMay('PLAN_ADOPT')
  const name = n(t.publications.item(t.publications.kinds[item.kind], String(item.number)))
  if (item.isWithdrawn) {
    return (
      <li>
        <span>
          {name} <span className="soft">{t.publications.withdrawn(date(item.publishedAt))}</span>{' '}
          <span lang="th">{item.reason}</span>
        </span>
      </li>
    )
  }
  return (
    <li>
      <span>
        <PublicLink href={item.address}>{name}</PublicLink>{' '}
        <span className="soft">{t.publications.since(date(item.publishedAt))}</span>
      </span>
      {mayWithdraw && (
        <Button
          variant="default"
          size="sm"
          aria-label={`${t.publications.withdraw}: ${name}`}
          onClick={onWithdraw}
        >
          {t.publications.withdraw}
        </Button>
      )}
    </li>
  )
}
