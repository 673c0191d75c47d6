/** The appendix of the plan: the appointment order and whatever else is annexed, as files. */
import { useReader } from '../../parts/reader'
import { AttachmentList } from '../attachments/AttachmentList'
import { useMay } from '../session/viewer'
import type { Plan } from './plan'

export default function Appendix({ plan }: { plan: Plan }) {
  const { t } = useReader()
  const mayEdit = useMay('PLAN_EDIT')
  return (
    <div className="stack">
      <AttachmentList
        title={t.attachments.appointment}
        subject={{ type: 'APPOINTMENT', id: plan.id }}
        mayEdit={mayEdit}
      />
      <AttachmentList
        title={t.attachments.annex}
        subject={{ type: 'PLAN', id: plan.id }}
        mayEdit={mayEdit}
      />
    </div>
  )
}
