/** What was imported, the newest first. */
import { Link } from 'wouter'
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'
import type { DocumentRow } from './documents'

export function DocumentList({ documents }: { documents: DocumentRow[] }) {
  const { t, moment } = useReader()
  return (
    <section className="stack" aria-labelledby="documents">
      <h2 id="documents">{t.intake.documents}</h2>
      {documents.length ? (
        <ul className="plain lines">
          {documents.map((document) => (
            <li key={document.id}>
              <Link className="line-link" href={`/documents/${encodeURIComponent(document.id)}`}>
                <Icon name="document" />
                <span className="line-main">
                  <strong lang="th">{document.fileName}</strong>
                  <span className="soft small">
                    {t.intake.receivedBy(document.receivedBy, moment(document.receivedAt))}
                  </span>
                </span>
                <span
                  className={['READ', 'REFUSED'].includes(document.state) ? 'tag attention' : 'tag'}
                >
                  {t.intake.states[document.state]}
                </span>
                <Icon name="arrow" />
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <p className="soft">{t.intake.noDocuments}</p>
      )}
    </section>
  )
}
