/** Where the plan stands on its way, the one next step, who makes it, and what comes of it. */
import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Icon } from '../../../parts/Icon'
import { Failed } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { useMay } from '../../session/viewer'
import type { Edits } from '../edits/useEdits'
import type { Plan } from '../plan'
import { AmendDialog } from '../amendment/AmendDialog'
import { useUnsentParts } from '../parts/unsent'
import { AdoptDialog } from './AdoptDialog'
import { PlanWay } from './PlanWay'
import { useStep } from './useStep'

interface StepBarProps {
  plan: Plan
  edits: Edits
  username: string
  onSubmit: () => void
  onAmended: () => void
  /** A way to look at something, beside the next step. */
  children: ReactNode
}

export function StepBar(props: StepBarProps) {
  const { t } = useReader()
  const { plan } = props
  const { stage } = plan
  return (
    <section className="step-bar no-print" aria-label={t.steps.label}>
      <div className="way-and-next">
        <PlanWay stage={stage} />
        <p>
          <strong>
            {t.steps.next}: {t.steps.nextOf[stage].what}
          </strong>{' '}
          <span className="soft">
            {t.steps.by} {t.steps.nextOf[stage].who}
            {t.steps.nextOf[stage].after && ` · ${t.steps.nextOf[stage].after}`}
          </span>{' '}
          {props.children}
        </p>
      </div>
      <NextAct {...props} />
    </section>
  )
}

function NextAct({ plan, edits, username, onSubmit, onAmended }: StepBarProps) {
  const { t } = useReader()
  const mayEdit = useMay('PLAN_EDIT')
  const maySubmit = useMay('PLAN_SUBMIT')
  const mayAdopt = useMay('PLAN_ADOPT')
  const [isAdopting, setAdopting] = useState(false)
  const [isAmending, setAmending] = useState(false)
  const step = useStep(plan)
  const { stage } = plan
  const { waiting, refused, unreadable } = edits.picture
  const unsent = useUnsentParts(plan, username)
  const isUnsaved = waiting > 0 || refused.length > 0 || unreadable.size > 0
  return (
    <div className="stack acts">
      <div className="row">
        {stage === 'DRAFT' && mayEdit && (
          <Button
            leftSection={<Icon name="send" />}
            disabled={isUnsaved || unsent.length > 0 || plan.initiatives.length === 0}
            loading={step.isPending}
            onClick={() => step.mutate({ do: 'sendToCommittee' })}
          >
            {t.steps.sendToCommittee}
          </Button>
        )}
        {stage === 'IN_COMMITTEE' && mayEdit && (
          <Button
            variant="default"
            loading={step.isPending}
            onClick={() => step.mutate({ do: 'takeBack' })}
          >
            {t.steps.takeBack}
          </Button>
        )}
        {(stage === 'IN_COMMITTEE' || stage === 'RETURNED') && maySubmit && (
          <Button leftSection={<Icon name="send" />} onClick={onSubmit}>
            {stage === 'RETURNED' ? t.steps.submitAgain : t.plan.submit}
          </Button>
        )}
        {stage === 'ACCEPTED' && mayAdopt && (
          <Button leftSection={<Icon name="edit" />} onClick={() => setAdopting(true)}>
            {t.steps.adopt}
          </Button>
        )}
        {stage === 'ADOPTED' && mayAdopt && (
          <Button
            leftSection={<Icon name="send" />}
            loading={step.isPending}
            onClick={() => step.mutate({ do: 'publish' })}
          >
            {t.steps.publish}
          </Button>
        )}
        {(stage === 'ADOPTED' || stage === 'PUBLISHED') && mayAdopt && (
          <Button
            variant="default"
            leftSection={<Icon name="edit" />}
            onClick={() => setAmending(true)}
          >
            {t.amendment.begin}
          </Button>
        )}
      </div>
      {isUnsaved && stage === 'DRAFT' && <p className="soft small">{t.plan.submitPending}</p>}
      {unsent.length > 0 && stage === 'DRAFT' && (
        <p className="soft small">
          {t.parts.unsentIn(unsent.map((one) => t.parts.tabs[one]).join(', '))}
        </p>
      )}
      {step.isError && !isAdopting && <Failed error={step.error} />}
      {isAmending && (
        <AmendDialog plan={plan} onClose={() => setAmending(false)} onOpened={onAmended} />
      )}
      <AdoptDialog
        planId={plan.id}
        isOpen={isAdopting}
        error={step.error}
        isPending={step.isPending}
        onClose={() => {
          setAdopting(false)
          step.reset()
        }}
        onAdopt={(signature, done) =>
          step.mutate(
            { do: 'adopt', signature },
            {
              onSuccess: () => {
                done()
                setAdopting(false)
              },
            },
          )
        }
      />
    </div>
  )
}
