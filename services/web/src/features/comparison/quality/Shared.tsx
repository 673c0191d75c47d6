/** Rows that several organisations have: alike in title and equal in every amount. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useReader } from '../../../parts/reader'
import { PlanLink, type Quality } from './QualityScreen'

const SHOWN = 20

export function Shared({ duplicates }: { duplicates: Quality['duplicates'] }) {
  const { t, n, baht } = useReader()
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? duplicates : duplicates.slice(0, SHOWN)
  return (
    <section className="stack" aria-labelledby="shared">
      <h2 id="shared">{t.quality.shared}</h2>
      <p className="soft">{t.quality.sharedHow}</p>
      {duplicates.length === 0 ? (
        <p>{t.quality.noShared}</p>
      ) : (
        <ul className="plain lines">
          {shown.map((one, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- the list never changes in place
            <li key={at}>
              <details className="shared-group">
                <summary>
                  <span lang="th">{n(one.title)}</span>{' '}
                  <span className="tag">{t.quality.organisations(n(one.organisationCount))}</span>{' '}
                  <span className="soft small">
                    {one.isSame ? t.quality.sameTitle : t.quality.alikeTitle} ·{' '}
                    {t.quality.each(baht(one.total))}
                  </span>
                </summary>
                <ul className="plain">
                  {one.rows.map((row) => (
                    <li key={`${row.plan.organisation.code} ${row.missionCode} ${row.number}`}>
                      <PlanLink plan={row.plan} />{' '}
                      <span className="soft small">
                        {t.mission(n(row.missionCode))} · {n(row.number)}
                      </span>{' '}
                      {!one.isSame && <span lang="th">{n(row.title)}</span>}
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      )}
      {duplicates.length > shown.length && (
        <div>
          <Button variant="default" className="no-print" onClick={() => setWhole(true)}>
            {t.quality.showAll(n(duplicates.length))}
          </Button>
        </div>
      )}
    </section>
  )
}
