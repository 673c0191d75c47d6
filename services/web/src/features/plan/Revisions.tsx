/** What was submitted, the newest first; each stays citable for ever. */
import { sorted } from '../../parts/group'
import { Link } from 'wouter'
import { Icon } from '../../parts/Icon'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { AmendmentList } from './amendment/AmendmentList'
import type { Plan } from './plan'
import { StepList } from './steps/StepList'
import '../../styles/steps.css'

export function Revisions({
  version,
  revisions,
  steps,
}: Pick<Plan, 'version' | 'revisions' | 'steps'>) {
  const { t, n, moment } = useReader()
  if (!revisions.length) {
    return (
      <Notice title={t.plan.noRevisions}>
        <p>{t.plan.noRevisionsNote}</p>
      </Notice>
    )
  }
  return (
    <div className="stack">
      <p className="soft">{t.plan.revisionNote}</p>
      <ul className="plain lines">
        {sorted(revisions, (a, b) => b.number - a.number).map((revision) => (
          <li key={revision.id}>
            <Link className="line-link" href={`/plan/revisions/${encodeURIComponent(revision.id)}`}>
              <Icon name="document" />
              <strong>{t.plan.revision(n(revision.number))}</strong>
              <span className="soft">
                {t.plan.revisionBy(revision.submittedBy, moment(revision.submittedAt))}
              </span>
              <Icon name="arrow" />
            </Link>
            <StepList steps={steps.filter((one) => one.revisionNumber === revision.number)} />
          </li>
        ))}
      </ul>
      {steps.some((one) => one.kind === 'ADOPTED') && <AmendmentList version={version} />}
    </div>
  )
}
