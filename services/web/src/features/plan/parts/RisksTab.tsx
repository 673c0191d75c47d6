/** The risk register: the matrix, the risks by category, and the rows that answer each. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  AddRiskDocument,
  MoveRiskDocument,
  RemoveRiskDocument,
  RestoreRiskDocument,
  type RiskCategory,
} from '../../../gql/graphql'
import { ask, AskError } from '../../../parts/ask'
import { Dialog } from '../../../parts/Dialog'
import { Icon } from '../../../parts/Icon'
import { Failed, Loading, Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { giveUp, useTyped } from '../../../parts/useTyped'
import type { Plan } from '../plan'
import { BESIDE_KEY, raise, useBeside, useGate, type Beside, type Risk } from './beside'
import { LockNote } from './DraftMark'
import { RiskForm } from './RiskForm'
import { RiskMatrix } from './RiskMatrix'

interface TabProps {
  plan: Plan
  username: string
}

const CATEGORIES: RiskCategory[] = ['STRATEGIC', 'FINANCIAL', 'OPERATIONAL', 'COMPLIANCE']

type RiskAction =
  | { do: 'add'; category: RiskCategory; text: string }
  | { do: 'move'; risk: Risk; category: RiskCategory; position?: number }
  | { do: 'remove'; risk: Risk }
  | { do: 'restore'; risk: Risk }

/** What needs the server at once: adding, moving, removing; each answers the whole register. */
function useRiskActions(plan: Plan) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (action: RiskAction) => {
      const answer = await asked(plan.id, action)
      const problem = answer.problems[0]
      if (problem) {
        if (problem.code === 'CONFLICT') void client.invalidateQueries({ queryKey: BESIDE_KEY })
        throw new AskError(problem)
      }
      client.setQueryData<Beside | null>(
        BESIDE_KEY,
        (old) => old && { ...old, risks: answer.risks ?? old.risks },
      )
      raise(client, answer.planVersion ?? 0)
    },
  })
}

async function asked(planId: string, action: RiskAction) {
  if (action.do === 'add') {
    const { category, text } = action
    return (await ask(AddRiskDocument, { input: { planId, category, text } })).addRisk
  }
  const { id, version } = action.risk
  if (action.do === 'restore')
    return (await ask(RestoreRiskDocument, { input: { id } })).restoreRisk
  if (action.do === 'remove') {
    return (await ask(RemoveRiskDocument, { input: { id, version } })).removeRisk
  }
  const { category, position = null } = action
  return (await ask(MoveRiskDocument, { input: { id, version, category, position } })).moveRisk
}

export default function RisksTab({ plan, username }: TabProps) {
  const { t, n } = useReader()
  const beside = useBeside(plan)
  const gateFor = useGate(beside.data ?? null)
  const actions = useRiskActions(plan)
  const [addTo, setAddTo] = useState<RiskCategory | null>(null)
  if (!beside.data) {
    return beside.isError ? (
      <Failed error={beside.error} onAgain={() => void beside.refetch()} />
    ) : (
      <Loading />
    )
  }
  const last = actions.isSuccess ? actions.variables : null
  const removed = last?.do === 'remove' ? last.risk : null
  const { risks } = beside.data
  const gate = gateFor({ kind: 'RISKS' })
  const unanswered = risks.filter((risk) => !risk.answeredBy.length).length
  return (
    <div className="part-tab">
      <p className="soft">{t.parts.risksLead}</p>
      <LockNote gate={gate} />
      {actions.isError && <Failed error={actions.error} />}
      {removed && (
        <Notice title={t.history.riskRemoved(removed.text)} icon="remove" announce>
          <div>
            <Button
              size="sm"
              variant="default"
              onClick={() => actions.mutate({ do: 'restore', risk: removed })}
            >
              {t.undo}
            </Button>
          </div>
        </Notice>
      )}
      {risks.length > 0 && (
        <div className="card stack">
          <div className="row spread">
            <h2>{t.parts.matrix}</h2>
            <span className={unanswered ? 'tag attention' : 'tag'}>
              <Icon name={unanswered ? 'alert' : 'check'} size={16} />
              {unanswered ? t.parts.unansweredN(n(unanswered)) : t.parts.allAnswered}
            </span>
          </div>
          <RiskMatrix risks={risks} />
        </div>
      )}
      {CATEGORIES.map((category) => {
        const own = risks.filter((risk) => risk.category === category)
        return (
          <section key={category} className="stack">
            <div className="row spread">
              <h2>{t.risks[category]}</h2>
              {gate.isOpen && (
                <Button
                  variant="default"
                  size="sm"
                  leftSection={<Icon name="add" />}
                  onClick={() => setAddTo(category)}
                >
                  {t.parts.addRisk}
                  <span className="unseen"> {t.risks[category]}</span>
                </Button>
              )}
            </div>
            {!own.length && <p className="soft">{t.parts.noRisks}</p>}
            {own.map((risk, at) => (
              <RiskForm
                key={risk.id}
                risk={risk}
                number={at + 1}
                plan={plan}
                username={username}
                isOpen={gate.isOpen}
                onUp={
                  at > 0
                    ? () => actions.mutate({ do: 'move', risk, category, position: at })
                    : undefined
                }
                onDown={
                  at + 1 < own.length
                    ? () => actions.mutate({ do: 'move', risk, category, position: at + 2 })
                    : undefined
                }
                onRemove={() => actions.mutate({ do: 'remove', risk })}
              />
            ))}
          </section>
        )
      })}
      {addTo && (
        <AddDialog
          plan={plan}
          category={addTo}
          onClose={() => setAddTo(null)}
          onAdd={(text, done) => {
            actions.mutate({ do: 'add', category: addTo, text }, { onSuccess: done })
            setAddTo(null)
          }}
        />
      )}
    </div>
  )
}

interface AddDialogProps {
  plan: Plan
  category: RiskCategory
  onClose: () => void
  onAdd: (text: string, done: () => void) => void
}

function AddDialog({ plan, category, onClose, onAdd }: AddDialogProps) {
  const { t } = useReader()
  const typed = useTyped(`risk ${plan.id} ${category}`, '')
  const text = typed.value.trim()
  return (
    <Dialog isOpen title={`${t.parts.addRisk}${t.risks[category]}`} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (text) onAdd(text, typed.drop)
        }}
      >
        <label className="field">
          <span>{t.parts.riskText}</span>
          <textarea
            rows={3}
            lang="th"
            required
            autoFocus
            value={typed.value}
            onChange={(event) => typed.set(event.currentTarget.value)}
          />
        </label>
        <div className="row">
          <Button type="submit">{t.parts.addRisk}</Button>
          <Button variant="default" onClick={() => giveUp(typed, onClose)}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
