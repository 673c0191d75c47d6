/** Lines of a difference: what happened in words, and a field or a year before and after. */
import type {
  BudgetChangePartsFragment,
  ChangeKind,
  FieldChangePartsFragment,
} from '../../../gql/graphql'
import { BudgetFigure } from '../../../parts/Marks'
import { useReader } from '../../../parts/reader'
import { differenceWords, fieldWords, valueWords } from './words'

export function ChangeMarks({ kinds }: { kinds: ChangeKind[] }) {
  const { t } = useReader()
  return kinds.map((kind) => (
    <span key={kind} className={`change ${kind}`}>
      {t.diff.kinds[kind]}
    </span>
  ))
}

export function FieldLine({ change }: { change: FieldChangePartsFragment }) {
  const reader = useReader()
  return (
    <tr>
      <th scope="row">{fieldWords(reader, change.field)}</th>
      <td className="words">
        <Words text={valueWords(reader, change.field, change.before)} />
      </td>
      <td className="words">
        <Words text={valueWords(reader, change.field, change.after)} />
      </td>
      <td />
    </tr>
  )
}

function Words({ text }: { text: string }) {
  const { t } = useReader()
  return text ? <span lang="th">{text}</span> : <span className="soft">({t.diff.empty})</span>
}

export function YearLine({ change }: { change: BudgetChangePartsFragment }) {
  const reader = useReader()
  const { t, n } = reader
  return (
    <tr>
      <th scope="row">{t.diff.year(n(change.fiscalYear.be))}</th>
      <td className="figure">
        <Side budget={change.before} />
      </td>
      <td className="figure">
        <Side budget={change.after} />
      </td>
      <td className="figure">{differenceWords(reader, change.difference)}</td>
    </tr>
  )
}

export function Side({ budget }: { budget: BudgetChangePartsFragment['before'] }) {
  const { t } = useReader()
  if (!budget) return <span className="soft">({t.diff.absent})</span>
  return <BudgetFigure budget={{ state: budget.state, amount: budget.amount ?? null }} />
}
