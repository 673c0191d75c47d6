/** What the panel shows: the cell or the whole row, one field or all, and what officers said. */
import { useState } from 'react'
import { Choices } from '../../../parts/Choices'
import { useReader } from '../../../parts/reader'
import { fieldWords } from '../diff/words'
import { EntryList } from './EntryList'
import { CHANGES, usePlanHistory } from './history'
import type { Asked } from './HistoryPanel'
import '../../../styles/history.css'

type Scope = 'cell' | 'row'

export default function Panel({ asked }: { asked: Asked }) {
  const reader = useReader()
  const { t, n } = reader
  const [scope, setScope] = useState<Scope>(asked.year === undefined ? 'row' : 'cell')
  const [field, setField] = useState('')
  const fiscalYear = scope === 'cell' ? asked.year : undefined
  /** The row, when only one cell or field of it is looked at: what was said about it stands above. */
  const partOf = fiscalYear || field || asked.filter.field ? asked.filter.initiativeId : null
  const history = usePlanHistory({
    ...asked.filter,
    ...(partOf != null && { kinds: CHANGES }),
    ...(fiscalYear !== undefined && { fiscalYear }),
    ...(field && fiscalYear === undefined && { field }),
  })
  return (
    <div className="stack history-panel">
      {asked.year !== undefined && (
        <Choices
          look="row"
          label={t.history.scope}
          value={scope}
          options={[
            ['cell', t.history.cell(n(asked.year))],
            ['row', t.history.row],
          ]}
          onChange={setScope}
        />
      )}
      {asked.fields && scope === 'row' && (
        <label className="field">
          <span>{t.history.field}</span>
          <select value={field} onChange={(event) => setField(event.target.value)}>
            <option value="">{t.history.everyField}</option>
            {asked.fields.map((one) => (
              <option key={one} value={one}>
                {(t.history.fields as Record<string, string>)[one] ?? fieldWords(reader, one)}
              </option>
            ))}
          </select>
        </label>
      )}
      {partOf != null && <Said row={String(partOf)} />}
      <EntryList history={history} isAlone />
    </div>
  )
}

/** What officers said about the row, whose one cell or field is looked at. */
function Said({ row }: { row: string }) {
  const { t } = useReader()
  const history = usePlanHistory({ initiativeId: row, kinds: ['SAID'] })
  if (!history.nodes.length) return null
  return (
    <section className="stack" aria-label={t.history.said}>
      <h3>{t.history.said}</h3>
      <EntryList history={history} headings="h4" />
      <h3>{t.history.changes}</h3>
    </section>
  )
}
