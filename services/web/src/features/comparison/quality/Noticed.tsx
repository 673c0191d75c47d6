/** The findings behind a figure, with the words by which the organisation explained them. */
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { NoticedInRevisionDocument } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Dialog } from '../../../parts/Dialog'
import { SeverityMark } from '../../../parts/Marks'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'

export interface Wanted {
  title: string
  revisionId: string
  code: string
}

interface NoticedProps {
  wanted: Wanted | null
  onClose: () => void
}

export function Noticed({ wanted, onClose }: NoticedProps) {
  return (
    <Dialog isOpen={wanted !== null} onClose={onClose} title={wanted?.title ?? ''} look="side">
      {wanted && <List {...wanted} />}
    </Dialog>
  )
}

function List({ revisionId, code }: Wanted) {
  const { t, n, language, moment } = useReader()
  const variables = { id: revisionId, code }
  const found = useQuery({
    queryKey: ['noticed', variables],
    queryFn: async () => (await ask(NoticedInRevisionDocument, variables)).node,
  })
  if (found.isPending) return <Loading />
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  const revision = found.data && 'findings' in found.data ? found.data : null
  return (
    <div className="stack">
      {revision && (
        <p>
          <Link href={`/plan/revisions/${encodeURIComponent(revisionId)}`}>
            {t.quality.revision(n(revision.number))}
          </Link>
        </p>
      )}
      <ul className="plain lines behind">
        {revision?.findings?.map((one) => (
          <li key={one.key} className="stack">
            <p>
              <SeverityMark severity={one.severity} />{' '}
              {one.missionCode && (
                <span className="soft small">{t.mission(n(one.missionCode))} </span>
              )}
              <span lang={language}>{n(language === 'th' ? one.messageTh : one.messageEn)}</span>
            </p>
            {one.explanation ? (
              <blockquote className="explanation">
                <span lang="th">{one.explanation.text}</span>
                <footer className="soft small">
                  {one.explanation.by} · {moment(one.explanation.at)}
                </footer>
              </blockquote>
            ) : (
              <p className="soft small">{t.quality.unexplained}</p>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
