/** Starting from one's own plan of an earlier period: where each mission's rows go, which years shift. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { EarlierPlansDocument, type EarlierPlansQuery } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Dialog } from '../../../parts/Dialog'
import { Failed } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { MissionSelect } from '../../plan/MissionSelect'
import { useStart } from './useStart'

type EarlierPlan = EarlierPlansQuery['earlierPlans'][number]
type Edition = EarlierPlansQuery['frameworkEditions'][number]

/** Nothing while there is no earlier plan; that it could not be asked for is said. */
export function StartEarlier() {
  const { t, n } = useReader()
  const [opened, setOpened] = useState<EarlierPlan | null>(null)
  const found = useQuery({
    queryKey: ['earlierPlans'],
    queryFn: async () => await ask(EarlierPlansDocument),
  })
  const edition = found.data?.frameworkEditions.at(-1)
  if (found.isError) return <Failed error={found.error} />
  if (!edition || !found.data?.earlierPlans.length) return null
  return (
    <div>
      {found.data.earlierPlans.map((plan) => (
        <Button key={plan.id} onClick={() => setOpened(plan)}>
          {t.intake.startEarlier(n(plan.edition.code))}
        </Button>
      ))}
      <p className="soft">{t.intake.startEarlierNote}</p>
      {opened && <EarlierDialog plan={opened} edition={edition} onClose={() => setOpened(null)} />}
    </div>
  )
}

interface EarlierDialogProps {
  plan: EarlierPlan
  edition: Edition
  onClose: () => void
}

function EarlierDialog({ plan, edition, onClose }: EarlierDialogProps) {
  const { t, n } = useReader()
  const words = t.intake.earlier
  const start = useStart()
  const [chosen, setChosen] = useState<Record<string, string>>(() =>
    Object.fromEntries(plan.missions.map((one) => [one.code, one.proposed ?? ''])),
  )
  const left = plan.missions.filter((one) => !chosen[one.code])
  const lost = plan.years.filter((one) => !one.new).map((one) => n(one.earlier.be))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (left.length) return
    const missions = plan.missions.map(({ code }) => ({ earlier: code, new: chosen[code]! }))
    start.mutate({
      editionCode: edition.code,
      earlier: { planId: plan.id, missions },
      opens: '/plan',
    })
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.intake.startEarlier(n(plan.edition.code))}
      look="wide"
    >
      <form className="stack" onSubmit={submit}>
        <p>
          {plan.revisionNumber
            ? words.ofRevision(n(plan.initiatives), n(plan.revisionNumber))
            : words.ofDraft(n(plan.initiatives))}
        </p>
        <p>
          {words.years}{' '}
          {plan.years
            .filter((one) => one.new)
            .map((one) => `${n(one.earlier.be)} → ${n(one.new!.be)}`)
            .join(', ')}
        </p>
        {lost.length > 0 && <p role="note">{words.yearsLost(lost.join(', '))}</p>}
        <p className="soft">{words.missionsLead}</p>
        <ul className="plain earlier-missions">
          {plan.missions.map((mission) => (
            <li key={mission.code}>
              <span>
                {n(mission.code)} <span lang="th">{mission.titleTh}</span>{' '}
                <span className="soft">({words.rows(n(mission.initiatives))})</span>
              </span>
              <MissionSelect
                dimensions={edition.dimensions}
                label={words.goesTo(n(mission.code))}
                value={chosen[mission.code] ?? ''}
                onChange={(code) => setChosen({ ...chosen, [mission.code]: code })}
              />
            </li>
          ))}
        </ul>
        {left.length > 0 && <p role="status">{words.left(n(left.length))}</p>}
        <p className="soft">{words.notTaken}</p>
        {start.isError && <Failed error={start.error} />}
        <div className="row">
          <Button type="submit" disabled={left.length > 0} loading={start.isPending}>
            {words.start}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
