/** The sheet of one row, with all its fields. It saves by itself. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { Link } from 'wouter'
import { SetSheetDocument } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Icon } from '../../../parts/Icon'
import { BudgetFigure, KindMark } from '../../../parts/Marks'
import { Scroller } from '../../../parts/Scroller'
import { useReader } from '../../../parts/reader'
import { SHEET_FIELDS } from '../history/fields'
import { HistoryLink } from '../history/HistoryPanel'
import type { Initiative, Plan } from '../plan'
import { raise, refusal, SHEETS_KEY, type Sheet, type Sheets } from './beside'
import { storeOf, type Held, type Send } from '../../../parts/draft'
import { DraftChoice, DraftMark, Fields } from './DraftMark'
import { Line, Long } from './fields'
import { Tool, useRowName } from './RiskForm'
import {
  GROUPS,
  MOST_INDICATORS,
  NO_INDICATOR,
  sentValue,
  sheetValue,
  wordsOf,
  type IndicatorValue,
  type SheetValue,
} from './sheet'
import { useDraft } from '../../../parts/useDraft'

interface SheetFormProps {
  plan: Plan
  row: Initiative
  sheet: Sheet | null
  username: string
  isOpen: boolean
}

export function SheetForm({ plan, row, sheet, username, isOpen }: SheetFormProps) {
  const reader = useReader()
  const { t } = reader
  const client = useQueryClient()
  const rowName = useRowName()
  const held = useMemo<Held<SheetValue>>(
    () => ({ value: sheetValue(sheet), version: sheet?.version ?? 0 }),
    [sheet],
  )
  const send = useCallback<Send<SheetValue>>(
    async (value, version) => {
      const input = { initiativeId: row.id, version, ...sentValue(value) }
      const { setSheet: answer } = await ask(SetSheetDocument, { input })
      const saved = answer.sheet
      const problem = answer.problems[0]
      if (problem || !saved) return refusal(problem!, sheetValue)
      client.setQueryData<Sheets | null>(
        SHEETS_KEY,
        (old) =>
          old && {
            ...old,
            initiatives: old.initiatives.map((one) =>
              one.id === row.id ? { ...one, sheet: saved } : one,
            ),
          },
      )
      raise(client, answer.planVersion ?? 0)
      return { held: { value: sheetValue(saved), version: saved.version } }
    },
    [client, row.id],
  )
  const draft = useDraft(storeOf(username, plan.id, `sheet.${row.id}`), held, send)
  const { value } = draft.picture
  const set = (part: Partial<SheetValue>) => draft.set({ ...value, ...part })
  return (
    <article className="stack">
      <div className="row spread">
        <div className="row">
          <KindMark kind={row.kind} />
          <h2 lang="th">{rowName(row)}</h2>
        </div>
        <div className="row">
          <HistoryLink
            title={`${t.history.subjects.SHEET} ${row.title}`}
            filter={{ initiativeId: row.id, field: 'sheet' }}
            fields={SHEET_FIELDS}
          />
          {isOpen && <DraftMark draft={draft} />}
        </div>
      </div>
      <DraftChoice draft={draft} inWords={(one) => wordsOf(one, reader)} />
      <Budget row={row} />
      {isOpen ? (
        <Form plan={plan} value={value} missing={sheet?.missing ?? []} onSet={set} />
      ) : (
        <Fields fields={wordsOf(value, reader)} />
      )}
    </article>
  )
}

/** Money is written in the grid only. */
function Budget({ row }: { row: Initiative }) {
  const { t, n } = useReader()
  return (
    <div className="stack" style={{ gap: '0.35rem' }}>
      <Scroller className="scroll-x" label={t.parts.sheet.budget}>
        <table className="budget-line">
          <caption>
            {t.parts.sheet.budget} ({t.unit})
          </caption>
          <thead>
            <tr>
              {row.budgets.map((cell) => (
                <th key={cell.id} scope="col">
                  {t.fiscalYear(n(cell.fiscalYear.be))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              {row.budgets.map((cell) => (
                <td key={cell.id} className="figure">
                  <BudgetFigure budget={cell} />
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </Scroller>
      <Link href={`/plan?row=${encodeURIComponent(row.id)}`}>{t.parts.editInGrid}</Link>
    </div>
  )
}

interface FormProps {
  plan: Plan
  value: SheetValue
  missing: readonly string[]
  onSet: (part: Partial<SheetValue>) => void
}

function Form({ plan, value, missing, onSet }: FormProps) {
  const { t } = useReader()
  const words = t.parts.sheet
  const field = (name: TextField) => ({
    label: missing.includes(name) ? `${words[name]} ${t.parts.stillMissing}` : words[name],
    value: value[name],
    isMissing: missing.includes(name),
    onChange: (text: string) => onSet({ [name]: text }),
  })
  return (
    <div className="form-grid">
      <Long wide {...field('rationale')} />
      <Long wide {...field('objectives')} />
      <Long wide {...field('targets')} />
      <Long {...field('place')} />
      <Long {...field('method')} />
      <Line {...field('duration')} hint={t.parts.durationHint} />
      <Quarters plan={plan} value={value.quarters} onChange={(quarters) => onSet({ quarters })} />
      <Line {...field('responsibleUnit')} />
      <Line {...field('responsiblePerson')} />
      <fieldset className="field wide checks">
        <legend>{words.targetGroups}</legend>
        {GROUPS.map((group) => (
          <label key={group}>
            <input
              type="checkbox"
              checked={value.targetGroups.includes(group)}
              onChange={(event) =>
                onSet({
                  targetGroups: GROUPS.filter((one) =>
                    one === group ? event.target.checked : value.targetGroups.includes(one),
                  ),
                })
              }
            />
            <span>{t.parts.groups[group]}</span>
          </label>
        ))}
      </fieldset>
      <Indicators
        value={value.indicators}
        isMissing={missing.includes('indicators')}
        onChange={(indicators) => onSet({ indicators })}
      />
      <Long wide {...field('expectedOutcome')} />
      <Long {...field('legalBasis')} />
      <Long {...field('developmentPlanItem')} />
      <Long {...field('ordinanceItem')} />
    </div>
  )
}

type TextField = {
  [K in keyof SheetValue]: SheetValue[K] extends string ? K : never
}[keyof SheetValue]

interface QuartersProps {
  plan: Plan
  value: readonly string[]
  onChange: (quarters: string[]) => void
}

function Quarters({ plan, value, onChange }: QuartersProps) {
  const { t, n } = useReader()
  return (
    <fieldset className="field wide">
      <legend>{t.parts.sheet.quarters}</legend>
      <div className="quarters">
        {plan.fiscalYears.map(({ be }) => (
          <div key={be} className="checks">
            <span className="soft">{t.fiscalYear(n(be))}</span>
            {[1, 2, 3, 4].map((quarter) => {
              const code = `${be}-Q${quarter}`
              return (
                <label key={code}>
                  <input
                    type="checkbox"
                    checked={value.includes(code)}
                    aria-label={t.parts.quarter(n(quarter), n(be))}
                    onChange={(event) =>
                      onChange(
                        event.target.checked
                          ? [...value, code].sort()
                          : value.filter((one) => one !== code),
                      )
                    }
                  />
                  <span aria-hidden="true">{t.parts.quarterShort(n(quarter))}</span>
                </label>
              )
            })}
          </div>
        ))}
      </div>
    </fieldset>
  )
}

interface IndicatorsProps {
  value: readonly IndicatorValue[]
  isMissing: boolean
  onChange: (indicators: IndicatorValue[]) => void
}

function Indicators({ value, isMissing, onChange }: IndicatorsProps) {
  const { t, n } = useReader()
  const words = t.parts.indicator
  const set = (at: number, part: Partial<IndicatorValue>) =>
    onChange(value.map((one, index) => (index === at ? { ...one, ...part } : one)))
  return (
    <fieldset className={`field wide${isMissing ? ' missing' : ''}`}>
      <legend>
        {t.parts.sheet.indicators} {isMissing && t.parts.stillMissing}
      </legend>
      {value.map((one, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a line is known by its place only
        <div key={at} className="indicator">
          <div className="row spread">
            <strong>{t.parts.indicatorN(n(at + 1))}</strong>
            <Tool
              icon="remove"
              label={`${t.parts.removeIndicator} ${n(at + 1)}`}
              onUse={() => onChange(value.filter((_, index) => index !== at))}
            />
          </div>
          <Long label={words.text} value={one.text} onChange={(text) => set(at, { text })} />
          <div className="form-grid four">
            {(['baseline', 'target', 'unit', 'tool'] as const).map((name) => (
              <Line
                key={name}
                label={words[name]}
                value={one[name]}
                onChange={(text) => set(at, { [name]: text })}
              />
            ))}
          </div>
        </div>
      ))}
      {value.length < MOST_INDICATORS && (
        <div>
          <Button
            variant="default"
            size="sm"
            leftSection={<Icon name="add" />}
            onClick={() => onChange([...value, NO_INDICATOR])}
          >
            {t.parts.addIndicator}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
