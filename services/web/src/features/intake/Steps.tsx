/** The path of a plan in four steps, with the one to take now. */
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'

export type Step = 'upload' | 'settle' | 'edit' | 'submit' | 'done'
const ORDER = ['upload', 'settle', 'edit', 'submit'] as const

export function Steps({ at }: { at: Step }) {
  const { t, n } = useReader()
  const here = at === 'done' ? ORDER.length : ORDER.indexOf(at)
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
