/** The path of an imported document in four steps, with the one to take now. */
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'

const ORDER = ['upload', 'settle', 'edit', 'submit'] as const
export type Step = (typeof ORDER)[number]

export function Steps({ at }: { at: Step }) {
  const { t, n } = useReader()
  const here = ORDER.indexOf(at)
  return (
    <ol className="plain steps">
      {ORDER.map((step, index) => (
        <li
          key={step}
          className={index < here ? 'done' : undefined}
          aria-current={index === here ? 'step' : undefined}
        >
          <span className="step-mark">
            {index < here ? <Icon name="check" size={16} /> : n(index + 1)}
          </span>
          {t.intake.steps[step]}
        </li>
      ))}
    </ol>
  )
}
