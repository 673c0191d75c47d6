/** The plan's amendments, the newest first, each with a way to its page. */
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { PlanAmendmentsDocument } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Icon } from '../../../parts/Icon'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { citedOf, nameOf } from './words'

export function AmendmentList({ version }: { version: number }) {
  const reader = useReader()
  const { t, n } = reader
  const { data, isPending, isError, error, refetch } = useQuery({
    queryKey: ['planAmendments', version],
    queryFn: async () => (await ask(PlanAmendmentsDocument)).plan?.amendments ?? [],
  })
  return (
    <section className="stack" aria-labelledby="amendments">
      <h2 id="amendments">{t.amendment.list}</h2>
      {isPending && <Loading />}
      {isError && <Failed error={error} onAgain={() => void refetch()} />}
      {data?.length === 0 && <p className="soft">{t.amendment.listNone}</p>}
      {data && data.length > 0 && (
        <ul className="plain lines">
          {data.map((one) => (
            <li key={one.id}>
              <Link className="line-link" href={`/plan/amendments/${encodeURIComponent(one.id)}`}>
                <Icon name="edit" />
                <span className="line-main">
                  <strong>{nameOf(reader, one)}</strong>
                  <span className="soft" lang="th">
                    {one.reason}
                  </span>
                  <span className="soft">{citedOf(reader, one)}</span>
                </span>
                <span className="row">
                  {one.revision && (
                    <span className="tag">
                      {t.amendment.asRevision(n(one.revision.number ?? ''))}
                    </span>
                  )}
                  {one.isOpen && <span className="tag attention">{t.amendment.isOpen}</span>}
                </span>
                <Icon name="arrow" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
