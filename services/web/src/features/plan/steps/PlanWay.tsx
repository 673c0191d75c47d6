/** The way of a plan from its draft to the public, with the place where it stands. */
import type { PlanStage } from '../../../gql/graphql'
import { Icon } from '../../../parts/Icon'
import { useReader } from '../../../parts/reader'
import '../../../styles/steps.css'

const WAY: PlanStage[] = ['DRAFT', 'IN_COMMITTEE', 'SUBMITTED', 'ACCEPTED', 'ADOPTED', 'PUBLISHED']

export function PlanWay({ stage }: { stage: PlanStage }) {
  const { t, n } = useReader()
  const at = WAY.indexOf(stage === 'RETURNED' ? 'SUBMITTED' : stage)
  return (
    <ol className="way">
      {WAY.map((one, index) => (
        <li
          key={one}
          className={index < at ? 'done' : index === at ? `here ${stage}` : undefined}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className="way-mark">
            {index < at ? <Icon name="check" size={15} /> : n(index + 1)}
          </span>
          <span>{t.plan.states[index === at ? stage : one]}</span>
          {index < at && <span className="unseen">{t.steps.done}</span>}
        </li>
      ))}
    </ol>
  )
}
