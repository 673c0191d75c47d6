/** The whole history of the plan: what was removed, filters, and every entry by day. */
import { useState } from 'react'
import { useReader } from '../../../parts/reader'
import { useMay } from '../../session/viewer'
import type { History } from '../edits/history'
import type { Edits } from '../edits/useEdits'
import type { Plan } from '../plan'
import { withMissing } from '../parts/sections'
import { useGate } from '../steps/gate'
import { useRows } from '../useRows'
import { EntryList } from './EntryList'
import { KINDS, useFollowingHistory, usePeople, usePlanHistory, type Filter } from './history'
import { RemovedRisks, RemovedRows } from './Removed'
import '../../../styles/history.css'

interface HistoryTabProps {
  plan: Plan
  edits: Edits
  history: History
}

export default function HistoryTab({ plan, edits, history }: HistoryTabProps) {
  const { t } = useReader()
  const gate = useGate()
  const mayEdit = useMay('PLAN_EDIT')
  const rows = useRows(edits, history)
  const [filter, setFilter] = useState<Filter>({})
  const entries = usePlanHistory(filter)
  useFollowingHistory(plan.version)
  const isFiltered = Object.keys(filter).length > 0
  return (
    <div className="part-tab history-tab">
      <p className="soft">{t.history.lead}</p>
      <RemovedRows rows={rows} history={history} mayRestore={mayEdit && gate.isWhole} />
      <RemovedRisks mayRestore={mayEdit && gate.isAny} />
      <Filters plan={plan} filter={filter} onChange={setFilter} />
      <EntryList
        history={entries}
        headings="h2"
        {...(isFiltered && { none: t.history.noneFiltered })}
      />
    </div>
  )
}

interface FiltersProps {
  plan: Plan
  filter: Filter
  onChange: (filter: Filter) => void
}

function Filters({ plan, filter, onChange }: FiltersProps) {
  const { t } = useReader()
  const people = usePeople()
  const person = filter.personId ?? ''
  const kind = filter.kinds?.[0] ?? ''
  const set = (change: Filter) => {
    const { personId, kinds, ...part } = { ...filter, ...change }
    onChange({ ...part, ...(personId && { personId }), ...(kinds && { kinds }) })
  }
  return (
    <fieldset className="history-filters no-print">
      <legend className="unseen">{t.history.filter}</legend>
      <label className="field">
        <span>{t.history.person}</span>
        <select value={person} onChange={(event) => set({ personId: event.target.value })}>
          <option value="">{t.history.everybody}</option>
          {people.data?.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t.history.kind}</span>
        <select
          value={kind}
          onChange={(event) => {
            const found = KINDS.find((one) => one === event.target.value)
            set({ kinds: found ? [found] : null })
          }}
        >
          <option value="">{t.history.everyKind}</option>
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {t.history.kinds[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t.history.part}</span>
        <select
          value={partOf(filter)}
          onChange={(event) => {
            const { personId, kinds } = filter
            onChange({
              ...(personId && { personId }),
              ...(kinds && { kinds }),
              ...filterOf(event.target.value),
            })
          }}
        >
          <option value="">{t.history.everyPart}</option>
          <option value="committees">{t.history.subjects.COMMITTEES}</option>
          <optgroup label={t.history.subjects.SECTION}>
            {withMissing([]).map((code) => (
              <option key={code} value={`section:${code}`}>
                {(t.parts.sections as Record<string, string>)[code] ?? code}
              </option>
            ))}
          </optgroup>
          <optgroup label={t.history.subjects.ROW}>
            {plan.initiatives.map((row) => (
              <option key={row.id} value={`row:${row.id}`}>
                {row.title}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
    </fieldset>
  )
}

/** The part of a filter as the value of a choice, and back. */
function partOf({ initiativeId, sectionCode, committees }: Filter): string {
  if (initiativeId) return `row:${initiativeId}`
  if (sectionCode) return `section:${sectionCode}`
  return committees ? 'committees' : ''
}

function filterOf(part: string): Filter {
  const [kind, id = ''] = part.split(':')
  if (kind === 'row') return { initiativeId: id }
  if (kind === 'section') return { sectionCode: id }
  return kind === 'committees' ? { committees: true } : {}
}
