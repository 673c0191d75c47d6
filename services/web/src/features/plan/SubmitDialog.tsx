/** Before a plan is sent: what is open, by severity, each line a way to its row. */
import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { SubmitPlanDocument } from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'
import { Dialog } from '../../parts/Dialog'
import { Failed, Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { giveUp, useTyped } from '../../parts/useTyped'
import { useMay } from '../session/viewer'
import type { Edits } from './edits/useEdits'
import { FindingList } from './findings/FindingList'
import type { Way } from './findings/way'
import { useUnsentParts } from './parts/unsent'
import { PLAN_KEY, STATUS_KEY, type Plan } from './plan'
import { useGate } from './steps/gate'

interface SubmitDialogProps {
  plan: Plan
  edits: Edits
  username: string
  isOpen: boolean
  onClose: () => void
  onGo: (way: Way) => void
}

export function SubmitDialog({ plan, edits, username, isOpen, onClose, onGo }: SubmitDialogProps) {
  const { t, n } = useReader()
  const client = useQueryClient()
  const gate = useGate()
  const mayEdit = useMay('PLAN_EDIT')
  const [isSure, setSure] = useState(false)
  const note = useTyped(`submit ${plan.id}`, '')
  const unsent = useUnsentParts(plan, username)
  const submit = useMutation({
    mutationFn: async () => {
      const input = { planId: plan.id, version: plan.version, note: note.value }
      const { submitPlan } = await ask(SubmitPlanDocument, { input })
      if (submitPlan.problems[0]) throw new AskError(submitPlan.problems[0])
      return submitPlan
    },
    onSuccess: (answer) => {
      note.drop()
      if (answer.plan) client.setQueryData<Plan>(PLAN_KEY, answer.plan)
      void client.invalidateQueries({ queryKey: ['homePlan'] })
    },
    onError: () => void client.invalidateQueries({ queryKey: STATUS_KEY }),
  })
  const { waiting, refused, unreadable } = edits.picture
  const isPending = waiting > 0 || refused.length > 0 || unreadable.size > 0
  const isBlocked = plan.findings.some((one) => one.severity === 'CRITICAL')
  const revision = submit.data?.revision
  const close = () => {
    submit.reset()
    setSure(false)
    onClose()
  }

  return (
    <Dialog isOpen={isOpen} onClose={close} title={t.plan.submitTitle} look="wide">
      {revision ? (
        <div className="stack">
          <Notice title={t.plan.submitted(n(revision.number))} icon="check" announce>
            <p>{t.plan.revisionNote}</p>
          </Notice>
          <div className="row">
            <Button component={Link} href={`/plan/revisions/${encodeURIComponent(revision.id)}`}>
              {t.plan.openRevision}
            </Button>
            <Button variant="default" onClick={close}>
              {t.close}
            </Button>
          </div>
        </div>
      ) : (
        <div className="stack">
          <p>{t.plan.submitLead}</p>
          <FindingList plan={plan} mayExplain={mayEdit && gate.isAny} onGo={onGo} />
          {isBlocked && <Notice title={t.plan.submitBlocked} icon="critical" attention />}
          {isPending && <Notice title={t.plan.submitPending} icon="saving" attention />}
          {unsent.length > 0 && (
            <Notice
              title={t.parts.unsentIn(unsent.map((one) => t.parts.tabs[one]).join(', '))}
              icon="saving"
              attention
            />
          )}
          <label>
            {t.plan.submitNote}
            <textarea
              rows={2}
              maxLength={2000}
              value={note.value}
              onChange={(event) => note.set(event.currentTarget.value)}
            />
          </label>
          {submit.isError && <Failed error={submit.error} />}
          <Checkbox
            label={t.plan.submitConfirm}
            checked={isSure}
            onChange={(event) => setSure(event.currentTarget.checked)}
          />
          <div className="row">
            <Button
              disabled={!isSure || isBlocked || isPending || unsent.length > 0}
              loading={submit.isPending}
              onClick={() => submit.mutate()}
            >
              {t.plan.submit}
            </Button>
            <Button variant="default" onClick={() => giveUp(note, close)}>
              {t.cancel}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
