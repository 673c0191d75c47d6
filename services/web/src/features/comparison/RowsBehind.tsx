/** The rows behind a figure, in a drawer, so that the place in the table is not lost. */
import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { Dialog } from '../../parts/Dialog'
import { BudgetFigure, KindMark } from '../../parts/Marks'
import { Failed, Loading } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { useRowsBehind, type Behind } from './comparison'

interface RowsBehindProps {
  behind: Behind | null
  onClose: () => void
}

export function RowsBehind({ behind, onClose }: RowsBehindProps) {
  const { t } = useReader()
  return (
    <Dialog
      isOpen={behind !== null}
      onClose={onClose}
      title={behind?.title ?? t.comparison.drawerTitle}
      look="side"
    >
      {behind && <Making behind={behind} />}
      {behind && <List behind={behind} />}
    </Dialog>
  )
}

/** Which revision, which rows, how they were added up. */
function Making({ behind: { told, links } }: { behind: Behind }) {
  if (!told?.length && !links?.length) return null
  return (
    <ul className="plain making">
      {links?.map(({ href, words }) => (
        <li key={href}>
          <Link href={href}>{words}</Link>
        </li>
      ))}
      {told?.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

function List({ behind }: { behind: Behind }) {
  const { t, n } = useReader()
  const pages = useRowsBehind(behind)
  const rows = pages.data?.pages.flatMap((page) => page.edges.map((edge) => edge.node)) ?? []
  if (pages.isPending) return <Loading />
  if (pages.isError) return <Failed error={pages.error} onAgain={() => void pages.refetch()} />
  if (!rows.length) return <p className="soft">{t.comparison.drawerEmpty}</p>
  return (
    <div className="stack">
      <p className="soft">{t.unit}</p>
      <ul className="plain lines behind">
        {rows.map((row) => (
          <li key={row.id}>
            <p lang="th">
              {!behind.where.organisationCode && <strong>{row.organisation.nameShortTh}: </strong>}
              {n(row.number)}. {row.title}
            </p>
            <p className="row small">
              <KindMark kind={row.kind} />
              <span className="soft">
                {t.mission(n(row.missionCode))}
                {row.subMission && ` · ${n(row.subMission)}`}
              </span>
            </p>
            <dl className="behind-budgets">
              {row.budgets
                .filter(({ fiscalYear }) => behind.years.includes(fiscalYear.be))
                .map(({ fiscalYear, budget }) => (
                  <div key={fiscalYear.be}>
                    <dt>{t.fiscalYear(n(fiscalYear.be))}</dt>
                    <dd className="figure">
                      <BudgetFigure budget={budget} />
                    </dd>
                  </div>
                ))}
            </dl>
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t.comparison.loadMore}
          </Button>
        </div>
      )}
    </div>
  )
}
