/** One risk: what it is, its factors, its scores, the rows that answer it. It saves by itself. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { Link } from 'wouter'
import { SetRiskDocument, type RiskFactor } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Icon } from '../../../parts/Icon'
import { useReader, type Reader } from '../../../parts/reader'
import { RISK_FIELDS } from '../history/fields'
import { HistoryLink } from '../history/HistoryPanel'
import type { Plan } from '../plan'
import { BESIDE_KEY, raise, refusal, textOf, type Beside, type Risk } from './beside'
import { storeOf, type Held, type Send } from '../../../parts/draft'
import { DraftChoice, DraftMark } from './DraftMark'
import { Long } from './fields'
import { LevelMark } from './RiskMatrix'
import { useDraft } from '../../../parts/useDraft'

interface RiskValue {
  text: string
  factor: RiskFactor | null
  factorsText: string
  likelihood: number | null
  impact: number | null
  answeredBy: string[]
}

const SCALE = [1, 2, 3, 4, 5]
const FACTORS: RiskFactor[] = ['INTERNAL', 'EXTERNAL']

function valueOf(risk: Risk): RiskValue {
  return {
    text: risk.text,
    factor: risk.factor ?? null,
    factorsText: risk.factorsText,
    likelihood: risk.likelihood ?? null,
    impact: risk.impact ?? null,
    answeredBy: risk.answeredBy,
  }
}

interface RiskFormProps {
  risk: Risk
  number: number
  plan: Plan
  username: string
  isOpen: boolean
  onUp?: (() => void) | undefined
  onDown?: (() => void) | undefined
  onRemove: () => void
}

export function RiskForm({ risk, number, plan, username, isOpen, ...on }: RiskFormProps) {
  const reader = useReader()
  const { t, n } = reader
  const client = useQueryClient()
  const held = useMemo<Held<RiskValue>>(
    () => ({ value: valueOf(risk), version: risk.version }),
    [risk],
  )
  const send = useCallback<Send<RiskValue>>(
    async (value, version) => {
      const { setRisk: answer } = await ask(SetRiskDocument, {
        input: { id: risk.id, version, ...value },
      })
      const problem = answer.problems[0]
      if (problem || !answer.risk) return refusal(problem!, currentOf)
      const saved = answer.risk
      client.setQueryData<Beside | null>(
        BESIDE_KEY,
        (old) =>
          old && { ...old, risks: old.risks.map((one) => (one.id === saved.id ? saved : one)) },
      )
      raise(client, answer.planVersion ?? 0)
      return { held: { value: valueOf(saved), version: saved.version } }
    },
    [client, risk.id],
  )
  const draft = useDraft(storeOf(username, plan.id, `risk.${risk.id}`), held, send)
  const { value } = draft.picture
  const set = (part: Partial<RiskValue>) => draft.set({ ...value, ...part })
  const name = t.parts.riskN(n(number))
  return (
    <article className="card stack risk">
      <div className="row spread">
        <div className="row">
          <strong>{name}</strong>
          <LevelMark risk={risk} />
          {!value.answeredBy.length && (
            <span className="tag attention">
              <Icon name="alert" size={16} />
              {t.parts.unanswered}
            </span>
          )}
        </div>
        <div className="row">
          <HistoryLink title={risk.text} filter={{ riskId: risk.id }} fields={RISK_FIELDS} />
          {isOpen && (
            <>
              <DraftMark draft={draft} />
              <Tool icon="up" label={`${t.plan.moveUp} ${name}`} onUse={on.onUp} />
              <Tool icon="down" label={`${t.plan.moveDown} ${name}`} onUse={on.onDown} />
              <Tool icon="remove" label={`${t.parts.removeRisk} ${name}`} onUse={on.onRemove} />
            </>
          )}
        </div>
      </div>
      <DraftChoice draft={draft} inWords={(one) => wordsOf(one, plan, reader)} />
      {isOpen ? (
        <div className="form-grid">
          <Long
            wide
            label={t.parts.riskText}
            value={value.text}
            onChange={(text) => set({ text })}
          />
          <Score
            label={t.parts.likelihood}
            value={value.likelihood}
            onChange={(likelihood) => set({ likelihood })}
          />
          <Score
            label={t.parts.impact}
            value={value.impact}
            onChange={(impact) => set({ impact })}
          />
          <label className="field">
            <span>{t.parts.factor}</span>
            <select
              value={value.factor ?? ''}
              onChange={(event) =>
                set({ factor: FACTORS.find((one) => one === event.target.value) ?? null })
              }
            >
              <option value="">{t.parts.notSaid}</option>
              {FACTORS.map((factor) => (
                <option key={factor} value={factor}>
                  {t.parts.factors[factor]}
                </option>
              ))}
            </select>
          </label>
          <Long
            wide
            label={t.parts.factorsText}
            value={value.factorsText}
            onChange={(factorsText) => set({ factorsText })}
          />
        </div>
      ) : (
        <div lang="th">
          <p className="lines-kept">{value.text}</p>
          {value.factorsText && <p className="soft lines-kept">{value.factorsText}</p>}
        </div>
      )}
      <Answers
        plan={plan}
        value={value}
        isOpen={isOpen}
        onChange={(answeredBy) => set({ answeredBy })}
      />
    </article>
  )
}

interface ScoreProps {
  label: string
  value: number | null
  onChange: (value: number | null) => void
}

function Score({ label, value, onChange }: ScoreProps) {
  const { t, n } = useReader()
  return (
    <label className="field">
      <span>{label}</span>
      <select
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value ? Number(event.target.value) : null)}
      >
        <option value="">{t.parts.notSaid}</option>
        {SCALE.map((one) => (
          <option key={one} value={one}>
            {n(one)} {t.parts.scale[one - 1]}
          </option>
        ))}
      </select>
    </label>
  )
}

interface AnswersProps {
  plan: Plan
  value: RiskValue
  isOpen: boolean
  onChange: (rows: string[]) => void
}

/** The rows that answer the risk, each a link to its place in the grid. */
function Answers({ plan, value, isOpen, onChange }: AnswersProps) {
  const { t } = useReader()
  const rows = plan.initiatives.filter((row) => value.answeredBy.includes(row.id))
  const others = plan.initiatives.filter((row) => !value.answeredBy.includes(row.id))
  const name = useRowName()
  return (
    <div className="stack answers">
      <strong className="small">{t.parts.answeredBy}</strong>
      {rows.length > 0 && (
        <ul className="plain">
          {rows.map((row) => (
            <li key={row.id} className="row">
              <Link href={`/plan?row=${encodeURIComponent(row.id)}`} lang="th">
                {name(row)}
              </Link>
              {isOpen && (
                <Tool
                  icon="close"
                  label={`${t.parts.removeAnswer} ${name(row)}`}
                  onUse={() => onChange(value.answeredBy.filter((id) => id !== row.id))}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {isOpen && others.length > 0 && (
        <label className="field">
          <span className="unseen">{t.parts.addAnswer}</span>
          <select
            value=""
            onChange={(event) =>
              event.target.value && onChange([...value.answeredBy, event.target.value])
            }
          >
            <option value="">{t.parts.addAnswer}…</option>
            {others.map((row) => (
              <option key={row.id} value={row.id}>
                {name(row)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  )
}

export function useRowName() {
  const { n } = useReader()
  return (row: { missionCode: string; number: number; title: string }) =>
    `${n(`${row.missionCode}/${row.number}`)} ${row.title}`
}

interface ToolProps {
  icon: 'up' | 'down' | 'remove' | 'close' | 'add'
  label: string
  onUse?: (() => void) | undefined
}

export function Tool({ icon, label, onUse }: ToolProps) {
  return (
    <button
      type="button"
      className="head-button"
      aria-label={label}
      title={label}
      disabled={!onUse}
      onClick={onUse}
    >
      <Icon name={icon} />
    </button>
  )
}

function wordsOf(value: RiskValue, plan: Plan, { t, n }: Reader): [string, string][] {
  const score = (one: number | null) => (one === null ? '' : n(one))
  const rows = plan.initiatives.filter((row) => value.answeredBy.includes(row.id))
  return [
    [t.parts.riskText, value.text],
    [t.parts.likelihood, score(value.likelihood)],
    [t.parts.impact, score(value.impact)],
    [t.parts.factor, value.factor ? t.parts.factors[value.factor] : ''],
    [t.parts.factorsText, value.factorsText],
    [t.parts.answeredBy, rows.map((row) => row.title).join(', ')],
  ]
}

function currentOf(current: Record<string, unknown>): RiskValue {
  const number = (value: unknown) => (typeof value === 'number' ? value : null)
  const rows = current['answeredBy']
  return {
    text: textOf(current['text']),
    factor: FACTORS.find((one) => one === current['factor']) ?? null,
    factorsText: textOf(current['factorsText']),
    likelihood: number(current['likelihood']),
    impact: number(current['impact']),
    answeredBy: Array.isArray(rows) ? rows.map(textOf) : [],
  }
}
