/** Part 1 of a revision, to be read: preface, risks by category, rationale and the rest. */
import type { RiskCategory } from '../../gql/graphql'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { PartMark } from '../review/PartMark'
import { TextView } from './parts/text/TextView'
import type { Revision } from './RevisionPage'

type SectionsProps = Pick<Revision, 'sections' | 'risks'>
const CATEGORIES: RiskCategory[] = ['STRATEGIC', 'FINANCIAL', 'OPERATIONAL', 'COMPLIANCE']

export function Sections({ sections, risks }: SectionsProps) {
  const { t } = useReader()
  if (!sections.length && !risks.length) {
    return (
      <Notice title={t.plan.noSections}>
        <p>{t.plan.noSectionsNote}</p>
      </Notice>
    )
  }
  const [before, after] = [sections.slice(0, 2), sections.slice(2)]
  return (
    <div className="prose" lang="th">
      {before.map((section) => (
        <OneSection key={section.code} section={section} />
      ))}
      {risks.length > 0 && (
        <section>
          <h2>{t.plan.risks}</h2>
          <PartMark spot={{ part: 'RISKS' }} />
          {CATEGORIES.map((category) => {
            const own = risks.filter((risk) => risk.category === category)
            if (!own.length) return null
            return (
              <div key={category}>
                <h3>{t.risks[category]}</h3>
                <ul>
                  {own.map((risk) => (
                    <li key={risk.text}>
                      {risk.text}
                      <RiskNotes risk={risk} />
                    </li>
                  ))}
                </ul>
              </div>
            )
          })}
        </section>
      )}
      {after.map((section) => (
        <OneSection key={section.code} section={section} />
      ))}
    </div>
  )
}

function OneSection({ section }: { section: Revision['sections'][number] }) {
  return (
    <section>
      {section.titleTh && <h2>{section.titleTh}</h2>}
      <PartMark spot={{ section: section.code }} />
      <TextView text={section.body} />
    </section>
  )
}

/** Its factors, how grave it is, and the rows that answer it. */
function RiskNotes({ risk }: { risk: Revision['risks'][number] }) {
  const { t, n } = useReader()
  const rows = risk.answeredBy.map((row) => n(`${row.missionCode}/${row.number} `) + row.title)
  const notes = [
    risk.factor && t.parts.factors[risk.factor],
    risk.factorsText,
    risk.gravity && `${t.parts.levels[risk.gravity.level]} (${n(risk.gravity.score)})`,
    rows.length ? `${t.parts.answeredBy}: ${rows.join(', ')}` : t.parts.unanswered,
  ]
  return <p className="soft small">{notes.filter(Boolean).join(' · ')}</p>
}
