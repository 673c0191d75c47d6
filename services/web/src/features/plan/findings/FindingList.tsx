/** What the checks notice in the plan, the gravest first: the ways to it, and why it stands. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ExplainPlanFindingDocument, type Severity } from '../../../gql/graphql'
import { ask, AskError } from '../../../parts/ask'
import { Explain } from '../../../parts/Explain'
import { Icon } from '../../../parts/Icon'
import { SeverityMark } from '../../../parts/Marks'
import { Failed, Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { PLAN_KEY, type Finding, type Plan } from '../plan'
import { rowOf, waysTo, type Way } from './way'

interface FindingListProps {
  plan: Plan
  mayExplain: boolean
  onGo: (way: Way) => void
}

const ORDER: Severity[] = ['CRITICAL', 'ERROR', 'WARNING']

export function FindingList({ plan, mayExplain, onGo }: FindingListProps) {
  const { t, n } = useReader()
  const { findings } = plan
  if (!findings.length) return <Notice title={t.plan.submitNone} icon="check" />
  const title = t.plan.submitOpen(n(findings.length))
  return (
    <section className="stack" aria-label={title}>
      <p>
        <strong>{title}</strong>
      </p>
      <ul className="plain open-findings" aria-label={title}>
        {ORDER.flatMap((severity) => findings.filter((one) => one.severity === severity)).map(
          (one) => (
            <FindingLine
              key={one.key}
              plan={plan}
              finding={one}
              mayExplain={mayExplain && one.severity !== 'CRITICAL'}
              onGo={onGo}
            />
          ),
        )}
      </ul>
    </section>
  )
}

interface FindingLineProps extends FindingListProps {
  finding: Finding
}

function FindingLine({ plan, finding, mayExplain, onGo }: FindingLineProps) {
  const { t, told, moment } = useReader()
  const explain = useExplain(plan)
  const { explanation } = finding
  return (
    <li className={explanation ? 'settled' : undefined}>
      <SeverityMark severity={finding.severity} />
      <div className="stack finding-facts">
        <p>{told(finding)}</p>
        {explanation && (
          <p className="explanation">
            <Icon name="check" size={16} /> <strong>{t.plan.explained}</strong> {explanation.text}
            <span className="soft small">
              {' '}
              {explanation.by} {moment(explanation.at)}
            </span>
          </p>
        )}
        <div className="row">
          {waysTo(finding).map((way) => (
            <WayButton key={rowOf(way) ?? ''} plan={plan} way={way} onGo={onGo} />
          ))}
          {mayExplain && (
            <Explain
              finding={`${plan.id} ${finding.key}`}
              said={explanation?.text}
              isPending={explain.isPending}
              onSay={(text, done) =>
                explain.mutate({ key: finding.key, text }, { onSuccess: () => done() })
              }
            />
          )}
        </div>
        {explain.isError && <Failed error={explain.error} />}
      </div>
    </li>
  )
}

/** With its place in the plan, since several ways may stand side by side. */
function WayButton({ plan, way, onGo }: { plan: Plan; way: Way; onGo: (way: Way) => void }) {
  const { t, n } = useReader()
  const row = plan.initiatives.find((one) => one.id === rowOf(way))
  return (
    <button type="button" className="quiet-button" onClick={() => onGo(way)}>
      <Icon name="arrow" size={15} />
      {row ? t.plan.goTo(t.plan.placeOf(n(row.missionCode), n(row.number))) : t.plan.goToPart}
    </button>
  )
}

function useExplain(plan: Plan) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ key, text }: { key: string; text: string }) => {
      const input = { planId: plan.id, key, text }
      const { explainPlanFinding: answer } = await ask(ExplainPlanFindingDocument, { input })
      if (answer.problems[0]) throw new AskError(answer.problems[0])
      return answer.plan ?? null
    },
    onSuccess: (answer) => {
      if (answer) client.setQueryData<Plan>(PLAN_KEY, answer)
    },
  })
}
