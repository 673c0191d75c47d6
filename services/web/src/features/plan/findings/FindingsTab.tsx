/** The tab of the checks: what to look at before the plan goes on, while it is being written. */
import { useSearchParams } from 'wouter'
import { useReader } from '../../../parts/reader'
import { useMay } from '../../session/viewer'
import type { Plan } from '../plan'
import { useGate } from '../steps/gate'
import { FindingList } from './FindingList'

export default function FindingsTab({ plan }: { plan: Plan }) {
  const { t } = useReader()
  const gate = useGate()
  const mayEdit = useMay('PLAN_EDIT')
  const setSearch = useSearchParams()[1]
  return (
    <div className="part-tab">
      <p className="soft">{t.plan.findingsLead}</p>
      <FindingList plan={plan} mayExplain={mayEdit && gate.isAny} onGo={(way) => setSearch(way)} />
    </div>
  )
}
