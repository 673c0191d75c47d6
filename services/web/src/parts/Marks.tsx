/** Small marks used on several pages: severity, kind, a budget in one of its three states. */
import type { InitiativeKind, Severity } from '../gql/graphql'
import type { Budget } from './budget'
import { Icon, type IconName } from './Icon'
import { useReader, type Reader } from './reader'

const signs: Record<Severity, IconName> = { CRITICAL: 'critical', ERROR: 'alert', WARNING: 'info' }

export function SeverityMark({ severity }: { severity: Severity }) {
  const { t } = useReader()
  return (
    <span className={`severity ${severity}`}>
      <Icon name={signs[severity]} size={15} />
      {t.severity[severity]}
    </span>
  )
}

export function KindMark({ kind }: { kind: InitiativeKind | null | undefined }) {
  const { t } = useReader()
  return <span className="kind">{kind ? t.kinds[kind] : t.kindUnknown}</span>
}

/** An amount, "-" for none, a dotted line for what is not stated: never confused. */
const LONG = 10

export function BudgetFigure({ budget }: { budget: Budget }) {
  const reader = useReader()
  if (budget.state === 'UNSTATED') return <UnstatedMark />
  if (budget.state === 'NONE') {
    return (
      <>
        <span aria-hidden="true">-</span>
        <span className="unseen">{reader.t.states.NONE}</span>
      </>
    )
  }
  const shown = reader.baht(budget.amount)
  // Millions with satang are wider than a year's column: smaller, never cut.
  return shown.length > LONG ? <span className="long-figure">{shown}</span> : <>{shown}</>
}

export function UnstatedMark() {
  const { t } = useReader()
  return (
    <span className="unstated" title={t.states.UNSTATED}>
      <span className="unseen">{t.states.UNSTATED}</span>
    </span>
  )
}

interface Counts {
  measures: number
  activities: number
  projects: number
  guidelines: number
  unknown: number
}

export function countWords({ t, n }: Reader, counts: Counts): string {
  return (
    t.counts(n(counts.measures), n(counts.activities), n(counts.projects)) +
    (counts.guidelines ? t.guidelines(n(counts.guidelines)) : '') +
    (counts.unknown ? t.unknowns(n(counts.unknown)) : '')
  )
}
