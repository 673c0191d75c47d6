/** What happened to one revision, in order: who, when, and an adoption's signature. */
import { useReader } from '../../../parts/reader'
import type { Plan } from '../plan'

export function StepList({ steps }: { steps: Plan['steps'] }) {
  const { t, n, date, moment } = useReader()
  if (!steps.length) return null
  return (
    <ol className="way-list">
      {steps.map((step) => (
        <li key={`${step.kind} ${step.at}`}>
          <strong>{t.steps.happened[step.kind]}</strong> · {step.byName}{' '}
          {!step.signedBy && step.actingFor && <span lang="th">{step.actingFor} </span>}·{' '}
          {moment(step.at)}
          {step.signedBy && (
            <>
              <br />
              <span lang="th">
                {t.steps.signature(step.signedBy, step.signedAs)} {step.actingFor}
              </span>{' '}
              {step.signedOn && t.steps.order(n(step.orderNumber), date(step.signedOn))}
            </>
          )}
          {step.note && (
            <>
              <br />
              <span lang="th">{step.note}</span>
            </>
          )}
        </li>
      ))}
    </ol>
  )
}
