/** A row being corrected in place: title, kind, mission, budgets in their three states, remarks. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { CorrectionInput, FrameworkQuery, InitiativeKind } from '../../../gql/graphql'
import { isSameBudget, parseBudget, writeBudget, type Unread } from '../../../parts/budget'
import { useReader } from '../../../parts/reader'
import { giveUp, useTyped } from '../../../parts/useTyped'
import { MissionSelect } from '../../plan/MissionSelect'
import type { DraftRow, useSettle } from '../documents'
import { rowId } from './Review'

export type Dimensions = NonNullable<FrameworkQuery['frameworkEdition']>['dimensions']

interface RowEditorProps {
  row: DraftRow
  dimensions: Dimensions
  settle: ReturnType<typeof useSettle>
  onDone: () => void
}

const KINDS: InitiativeKind[] = ['PROJECT', 'ACTIVITY', 'MEASURE', 'GUIDELINE']

export function RowEditor({ row, dimensions, settle, onDone }: RowEditorProps) {
  const { t, n, digits } = useReader()
  // What the officer opened: only what differs from it is sent, so that nothing that a colleague
  // changed meanwhile is put back.
  const [begin] = useState(() => ({
    opened: row,
    title: row.title,
    kind: (row.kind ?? '') as InitiativeKind | '',
    mission: row.missionCode,
    remarks: row.remarks,
    amounts: row.budgets.map(({ budget }) => writeBudget(budget, digits)),
  }))
  const words = useTyped(`row ${settle.documentId} ${row.id}`, begin)
  const { opened, title, kind, mission, remarks, amounts } = words.value
  const set = (part: Partial<typeof begin>) => words.set((before) => ({ ...before, ...part }))
  const done = () => giveUp(words, onDone)
  const [unread, setUnread] = useState<Record<number, Unread>>({})
  const [isRemoving, setRemoving] = useState(false)

  const send = (corrections: CorrectionInput[]) => {
    if (!corrections.length) done()
    else settle.mutate({ do: 'correct', corrections }, { onSuccess: done })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const initiativeId = row.id
    const corrections: CorrectionInput[] = []
    const bad: Record<number, Unread> = {}
    if (title.trim() !== opened.title) corrections.push({ setTitle: { initiativeId, title } })
    if (kind && kind !== opened.kind) corrections.push({ setKind: { initiativeId, kind } })
    if (remarks !== opened.remarks) corrections.push({ setRemarks: { initiativeId, remarks } })
    opened.budgets.forEach(({ fiscalYear, budget }, index) => {
      const parsed = parseBudget(amounts[index] ?? '')
      if (!parsed.budget) bad[fiscalYear.be] = parsed.why
      else if (!isSameBudget(parsed.budget, budget)) {
        corrections.push({
          setBudget: { initiativeId, fiscalYear: fiscalYear.be, ...parsed.budget },
        })
      }
    })
    if (mission !== opened.missionCode) {
      corrections.push({ moveInitiative: { initiativeId, missionCode: mission } })
    }
    setUnread(bad)
    if (!Object.keys(bad).length) send(corrections)
  }

  return (
    <form className="draft-row lit row-editor stack" id={rowId(row.id)} onSubmit={submit}>
      <Textarea
        label={t.intake.titleField}
        value={title}
        onChange={(event) => set({ title: event.currentTarget.value })}
        rows={2}
        lang="th"
      />
      <MissionSelect
        dimensions={dimensions}
        label={t.intake.missionField}
        value={mission}
        onChange={(code) => set({ mission: code })}
      />
      <NativeSelect
        label={t.intake.kindField}
        value={kind}
        onChange={(event) => set({ kind: event.currentTarget.value as InitiativeKind })}
      >
        {!row.kind && <option value="">{t.kindUnknown}</option>}
        {KINDS.map((one) => (
          <option key={one} value={one}>
            {t.kinds[one]}
          </option>
        ))}
      </NativeSelect>
      <div>
        <div className="budget-fields">
          {row.budgets.map(({ fiscalYear: { be } }, index) => (
            <TextInput
              key={be}
              label={t.intake.budgetField(n(be))}
              value={amounts[index] ?? ''}
              error={unread[be] && t.plan.unread[unread[be]]}
              onChange={(event) => {
                const { value } = event.currentTarget
                set({ amounts: amounts.map((one, at) => (at === index ? value : one)) })
              }}
              styles={{ input: { textAlign: 'end' } }}
            />
          ))}
        </div>
        <p className="soft small">{t.intake.budgetHint}</p>
      </div>
      <TextInput
        label={t.intake.remarksField}
        value={remarks}
        onChange={(event) => set({ remarks: event.currentTarget.value })}
        lang="th"
      />
      <div className="row">
        <Button type="submit" loading={settle.isPending}>
          {t.save}
        </Button>
        <Button variant="default" onClick={done}>
          {t.cancel}
        </Button>
        <span className="grow" />
        {isRemoving ? (
          <Button
            variant="outline"
            color="ember"
            onClick={() => send([{ removeInitiative: { initiativeId: row.id } }])}
          >
            {t.intake.removeRowSure}
          </Button>
        ) : (
          <button type="button" className="quiet-button" onClick={() => setRemoving(true)}>
            {t.intake.removeRow}
          </button>
        )}
      </div>
    </form>
  )
}
