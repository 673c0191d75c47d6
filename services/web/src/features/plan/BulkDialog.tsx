/** One change of many rows: kind, unit, remarks, the budget of chosen years; all of them, or none. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { parseBudget, UNSTATED, NONE, type Budget } from '../../parts/budget'
import { Choices } from '../../parts/Choices'
import { Dialog } from '../../parts/Dialog'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { giveUp, useTyped } from '../../parts/useTyped'
import type { InitiativeKind } from '../../gql/graphql'
import type { Wanted } from './edits/queue'
import { budgetWanted } from './edits/useEdits'
import { KINDS } from './kinds'
import type { Initiative, Plan } from './plan'
import { SubMissionField } from './RowDialogs'

interface BulkDialogProps {
  plan: Plan
  rows: Initiative[]
  years: readonly number[]
  /** `unit` is null when the responsible unit stays. */
  onSet: (wanted: Wanted[], unit: string | null) => void
  onClose: () => void
}

const MOST_ROWS = 400
type Money = 'keep' | 'amount' | 'none' | 'blank'

interface Change {
  kind: InitiativeKind | ''
  setsRemarks: boolean
  remarks: string
  setsUnder: boolean
  under: string
  setsUnit: boolean
  unit: string
  money: Money
  amount: string
  chosen: readonly number[]
}

const NOTHING: Omit<Change, 'chosen'> = {
  kind: '',
  setsRemarks: false,
  remarks: '',
  setsUnder: false,
  under: '',
  setsUnit: false,
  unit: '',
  money: 'keep',
  amount: '',
}

export function BulkDialog({ plan, rows, years, onSet, onClose }: BulkDialogProps) {
  const { t, n } = useReader()
  const words = t.plan.bulk
  const typed = useTyped<Change>(`bulk ${plan.id}`, { ...NOTHING, chosen: years })
  const { kind, setsRemarks, remarks, setsUnder, under } = typed.value
  const { setsUnit, unit, money, amount, chosen } = typed.value
  const set = (part: Partial<Change>) => typed.set((before) => ({ ...before, ...part }))
  const parsed = parseBudget(amount)
  const budget = budgetOf(money, parsed.budget)
  const isUnread = money === 'amount' && parsed.budget?.state !== 'AMOUNT'
  const isTooMany = rows.length > MOST_ROWS
  const isEmpty = !kind && !setsRemarks && !setsUnder && !setsUnit && (!budget || !chosen.length)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isUnread || isTooMany || isEmpty) return
    typed.drop()
    onSet(
      rows.flatMap((row): Wanted[] => [
        ...(kind ? [{ of: 'kind', id: row.id, kind } as const] : []),
        ...(setsRemarks ? [{ of: 'remarks', id: row.id, text: remarks.trim() } as const] : []),
        ...(setsUnder ? [{ of: 'subMission', id: row.id, text: under.trim() } as const] : []),
        ...row.budgets
          .filter((cell) => budget && chosen.includes(cell.fiscalYear.be))
          .map((cell) => budgetWanted(cell.id, budget!)),
      ]),
      setsUnit ? unit.trim() : null,
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={words.title(n(rows.length))}>
      <form className="stack" onSubmit={submit}>
        <p className="soft">{words.lead}</p>
        {typed.isLeft && <Notice title={t.leftTyped} icon="note" />}
        {isTooMany && <p role="alert">{words.tooMany(n(MOST_ROWS))}</p>}
        <NativeSelect
          label={t.plan.kind}
          value={kind}
          onChange={(event) => set({ kind: event.currentTarget.value as InitiativeKind | '' })}
          data={[
            { value: '', label: words.keep },
            ...KINDS.map((value) => ({ value, label: t.kinds[value] })),
          ]}
        />
        <Choices
          label={words.budget}
          value={money}
          options={[
            ['keep', words.keep],
            ['amount', words.amount],
            ['none', t.states.NONE],
            ['blank', t.states.UNSTATED],
          ]}
          onChange={(how) => set({ money: how })}
        />
        {money === 'amount' && (
          <TextInput
            label={words.amountOf}
            value={amount}
            inputMode="decimal"
            onChange={(event) => set({ amount: event.currentTarget.value })}
            error={amount && isUnread ? t.plan.unread[parsed.why ?? 'notNumber'] : undefined}
          />
        )}
        {money !== 'keep' && (
          <fieldset className="choices list">
            <legend>{words.years}</legend>
            {years.map((be) => (
              <Checkbox
                key={be}
                label={t.fiscalYear(n(be))}
                checked={chosen.includes(be)}
                onChange={() =>
                  set({
                    chosen: chosen.includes(be)
                      ? chosen.filter((one) => one !== be)
                      : [...chosen, be],
                  })
                }
              />
            ))}
          </fieldset>
        )}
        <Checkbox
          label={words.setUnit}
          checked={setsUnit}
          onChange={(event) => set({ setsUnit: event.currentTarget.checked })}
        />
        {setsUnit && (
          <TextInput
            label={t.parts.sheet.responsibleUnit}
            value={unit}
            maxLength={300}
            onChange={(event) => set({ unit: event.currentTarget.value })}
          />
        )}
        <Checkbox
          label={t.plan.subMission.bulk}
          checked={setsUnder}
          onChange={(event) => set({ setsUnder: event.currentTarget.checked })}
        />
        {setsUnder && (
          <SubMissionField
            plan={plan}
            rows={rows}
            value={under}
            onChange={(text) => set({ under: text })}
          />
        )}
        <Checkbox
          label={words.setRemarks}
          checked={setsRemarks}
          onChange={(event) => set({ setsRemarks: event.currentTarget.checked })}
        />
        {setsRemarks && (
          <TextInput
            label={t.plan.columns.remarks}
            value={remarks}
            onChange={(event) => set({ remarks: event.currentTarget.value })}
          />
        )}
        <div className="row">
          <Button type="submit" disabled={isUnread || isTooMany || isEmpty}>
            {words.set(n(rows.length))}
          </Button>
          <Button variant="default" onClick={() => giveUp(typed, onClose)}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function budgetOf(money: Money, typed: Budget | undefined): Budget | null {
  if (money === 'none') return NONE
  if (money === 'blank') return UNSTATED
  return money === 'amount' && typed?.state === 'AMOUNT' ? typed : null
}
