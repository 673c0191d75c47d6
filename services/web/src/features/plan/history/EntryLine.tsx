/** One line of the history: when, who, what was done to what, and each field before and after. */
import type { HistoryValuePartsFragment } from '../../../gql/graphql'
import { useReader } from '../../../parts/reader'
import type { Entry } from './history'
import { fieldName, subjectWords, valueText, worthSaying } from './words'

/** Signs after which a text is folded. */
const LONG = 240

export function EntryLine({ entry, isAlone }: { entry: Entry; isAlone: boolean }) {
  const reader = useReader()
  const { t, time } = reader
  const { subject } = entry
  return (
    <li className={`entry ${entry.kind}`}>
      <p className="entry-head">
        <time dateTime={entry.at} className="soft">
          {time(entry.at)}
        </time>{' '}
        <strong>{entry.byName}</strong>
        {entry.tokenName && <span className="tag"> {t.history.byToken(entry.tokenName)}</span>}
        {entry.actingFor && <span lang="th"> {entry.actingFor}</span>} {t.history.acts[entry.act]}
        {!isAlone && subject.kind !== 'PLAN' && (
          <>
            {': '}
            <span lang="th" className="entry-subject">
              {subjectWords(reader, entry)}
            </span>
          </>
        )}
        {!subject.isThere && <span className="tag"> {t.history.gone}</span>}
      </p>
      <Changes entry={entry} />
    </li>
  )
}

function Changes({ entry }: { entry: Entry }) {
  const reader = useReader()
  const { t, n } = reader
  const changes = worthSaying(entry)
  if (!changes.length) return null
  const isWhole = changes.every(({ before, after }) => !before || !after)
  return (
    <dl className={isWhole ? 'entry-changes whole' : 'entry-changes'}>
      {changes.map(({ field, fiscalYear, before, after }) => (
        <div key={`${field} ${fiscalYear?.be ?? ''}`}>
          <dt>
            {fieldName(reader, entry, field)}
            {fiscalYear && ` ${t.fiscalYear(n(fiscalYear.be))}`}
          </dt>
          {before && (
            <dd className={after ? 'was' : undefined}>
              <span className="unseen">{after ? t.history.from : t.history.was} </span>
              <Value field={field} value={before} />
            </dd>
          )}
          {before && after && (
            <dd aria-hidden="true" className="to">
              →
            </dd>
          )}
          {after && (
            <dd>
              {before && <span className="unseen">{t.history.to} </span>}
              <Value field={field} value={after} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

/** An amount, `-` and not stated are three different things, and blank is said. */
function Value({ field, value }: { field: string; value: HistoryValuePartsFragment }) {
  const reader = useReader()
  const { t, baht } = reader
  const { budget } = value
  if (budget?.state === 'AMOUNT') {
    return <span className="entry-figure">{t.history.baht(baht(budget.amount))}</span>
  }
  if (budget) {
    const words = t.states[budget.state]
    return budget.state === 'NONE' ? <>- ({words})</> : <span className="soft">({words})</span>
  }
  const text = valueText(reader, field, value.text ?? '')
  if (!text) return <span className="soft">({t.history.blank})</span>
  if (text.length <= LONG) return <span lang="th">{text}</span>
  return (
    <details>
      <summary>
        <span lang="th">{text.slice(0, LONG)}…</span> <span>{t.history.whole}</span>
      </summary>
      <span lang="th">{text}</span>
    </details>
  )
}
