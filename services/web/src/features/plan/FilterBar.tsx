/** Which rows are shown, chosen in one line; how many are hidden is said. */
import { useId } from 'react'
import { useReader } from '../../parts/reader'
import { NO_FILTER, ONLY, writeFilter, type Filter } from './filter'
import { KINDS } from './kinds'
import type { Plan } from './plan'

interface FilterBarProps {
  plan: Plan
  filter: Filter
  shown: number
  onChange: (filter: Filter) => void
}

export function FilterBar({ plan, filter, shown, onChange }: FilterBarProps) {
  const { t, n } = useReader()
  const words = t.plan.filter
  const isOn = writeFilter(filter) !== ''
  const id = useId()
  return (
    <div className="filter-bar no-print" role="search" aria-label={words.label}>
      <label className="unseen" htmlFor={`${id}text`}>
        {words.text}
      </label>
      <input
        id={`${id}text`}
        type="search"
        className="field"
        placeholder={words.text}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <select
        className="field"
        aria-label={t.plan.columns.mission}
        value={filter.place}
        onChange={(event) => onChange({ ...filter, place: event.currentTarget.value })}
      >
        <option value="">{words.everyMission}</option>
        {plan.edition.dimensions.map((dimension) => (
          <optgroup key={dimension.code} label={t.dimension(n(dimension.code))}>
            <option value={dimension.code}>{words.wholeDimension(n(dimension.code))}</option>
            {dimension.missions.map((mission) => (
              <option key={mission.code} value={mission.code}>
                {n(mission.code)} {mission.titleTh}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <select
        className="field"
        aria-label={t.plan.kind}
        value={filter.kind}
        onChange={(event) => onChange({ ...filter, kind: event.currentTarget.value })}
      >
        <option value="">{words.everyKind}</option>
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t.kinds[kind]}
          </option>
        ))}
      </select>
      <select
        className="field"
        aria-label={words.only}
        value={filter.only}
        onChange={(event) =>
          onChange({ ...filter, only: event.currentTarget.value as Filter['only'] })
        }
      >
        <option value="">{words.everyRow}</option>
        {ONLY.map((only) => (
          <option key={only} value={only}>
            {words.onlyOf[only]}
          </option>
        ))}
      </select>
      <span role="status" className="filter-said">
        {isOn && (
          <>
            <strong>{words.shown(n(shown), n(plan.initiatives.length))}</strong>{' '}
            <span className="soft">{words.totals}</span>
          </>
        )}
      </span>
      {isOn && (
        <button type="button" className="quiet-button" onClick={() => onChange(NO_FILTER)}>
          {words.clear}
        </button>
      )}
    </div>
  )
}
