/** Entries by day, the newest first, and the button for more of them. */
import { Button } from '@mantine/core'
import { groupBy } from '../../../parts/group'
import { Failed, Loading, Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { EntryLine } from './EntryLine'
import type { usePlanHistory } from './history'

interface EntryListProps {
  history: ReturnType<typeof usePlanHistory>
  /** What it is about is said once, above. */
  isAlone?: boolean
  none?: string
  headings?: 'h2' | 'h3' | 'h4'
}

export function EntryList({ history, isAlone = false, none, headings = 'h3' }: EntryListProps) {
  const { t, date } = useReader()
  const { query, nodes } = history
  const Day = headings
  if (query.isPending) return <Loading />
  if (query.isError && !nodes.length) {
    return <Failed error={query.error} onAgain={() => void query.refetch()} />
  }
  if (!nodes.length) {
    return <Notice title={none ?? t.history.none}>{!none && <p>{t.history.noneNote}</p>}</Notice>
  }
  return (
    <div className="entries">
      {[...groupBy(nodes, (one) => date(one.at))].map(([day, ofDay]) => (
        <div key={day}>
          <Day>{day}</Day>
          <ol className="plain">
            {ofDay.map((one) => (
              <EntryLine key={one.id} entry={one} isAlone={isAlone} />
            ))}
          </ol>
        </div>
      ))}
      {query.isError && <Failed error={query.error} />}
      <More query={query} />
    </div>
  )
}

interface MoreProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

export function More({ query }: MoreProps) {
  const { t } = useReader()
  if (!query.hasNextPage) return null
  return (
    <div>
      <Button
        variant="default"
        loading={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {t.history.more}
      </Button>
    </div>
  )
}
