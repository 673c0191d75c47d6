/** The keys of the grid, folded away until asked for. */
import { useReader } from '../../parts/reader'

export function KeyList() {
  const { t } = useReader()
  const words = t.plan.keyList
  const keys: [string[], string][] = [
    [['↑ ↓ ← →', 'Tab'], words.move],
    [['Enter', 'F2'], words.edit],
    [['Esc'], words.cancel],
    [['-'], words.none],
    [['Delete'], words.clear],
    [['Ctrl C', 'Ctrl V'], words.copy],
    [['Ctrl Z', 'Ctrl Y'], words.undo],
    [['Ctrl R', 'Ctrl D'], words.fill],
    [['Shift ↑↓←→', 'Ctrl A'], words.choose],
    [['Alt ↑', 'Alt ↓'], words.reorder],
    [['Shift F2'], t.history.key],
    [['Home', 'End'], words.ends],
    [['Esc', 'Tab'], words.leave],
  ]
  return (
    <details className="keys no-print">
      <summary>{t.plan.keys}</summary>
      <dl>
        {keys.map(([names, meaning]) => (
          <div key={meaning}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
