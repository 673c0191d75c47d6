/** Before a plan is sent: what is open, by severity, each line a way to its row. */
import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { SubmitPlanDocument, type Severity } from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'
import { Dialog } from '../../parts/Dialog'
import { Failed, Notice } from '../../parts/Notice'
import { SeverityMark } from '../../parts/Marks'
import { useReader } from '../../parts/reader'
import type { Edits } from './edits/useEdits'
import { PLAN_KEY, STATUS_KEY, type Finding, type Plan } from './plan'

interface SubmitDialogProps {
  plan: Plan
  edits: Edits
  isOpen: boolean
  onClose: () => void
  onGo: (initiativeId: string) => void
}

const ORDER: Severity[] = ['CRITICAL', 'ERROR', 'WARNING']

export function SubmitDialog({ plan, edits, isOpen, onClose, onGo }: SubmitDialogProps) {
  const { t, n } = useReader()
  const client = useQueryClient()
  const [isSure, setSure] = useState(false)
  const submit = useMutation({
    mutationFn: async () => {
      const input = { planId: plan.id, version: plan.version }
      const { submitPlan } = await ask(SubmitPlanDocument, { input })
      if (submitPlan.problems[0]) throw new AskError(submitPlan.problems[0])
      return submitPlan
    },
    onSuccess: (answer) => {
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
          <FindingList findings={plan.findings} onGo={onGo} />
          {isBlocked && <Notice title={t.plan.submitBlocked} icon="critical" attention />}
          {isPending && <Notice title={t.plan.submitPending} icon="saving" attention />}
          {submit.isError && <Failed error={submit.error} />}
          <Checkbox
            label={t.plan.submitConfirm}
            checked={isSure}
            onChange={(event) => setSure(event.currentTarget.checked)}
          />
          <div className="row">
            <Button
              disabled={!isSure || isBlocked || isPending}
              loading={submit.isPending}
              onClick={() => submit.mutate()}
            >
              {t.plan.submit}
            </Button>
            <Button variant="default" onClick={close}>
              {t.cancel}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}

interface FindingListProps {
  findings: Finding[]
  onGo: (initiativeId: string) => void
}

function FindingList({ findings, onGo }: FindingListProps) {
  const { t, n, told } = useReader()
  if (!findings.length) return <Notice title={t.plan.submitNone} icon="check" />
  return (
    <section className="stack" aria-label={t.plan.submitOpen(n(findings.length))}>
      <h3>{t.plan.submitOpen(n(findings.length))}</h3>
      <ul className="plain open-findings">
        {ORDER.flatMap((severity) => findings.filter((one) => one.severity === severity)).map(
          (finding) => (
            <li key={finding.key}>
              <SeverityMark severity={finding.severity} />
              <div>
                {told(finding)}
                {finding.explanation && (
                  <p className="soft small">
                    {t.plan.explained}: {finding.explanation.text}
                  </p>
                )}
                {finding.initiativeIds[0] && (
                  <button
                    type="button"
                    className="quiet-button"
                    onClick={() => onGo(finding.initiativeIds[0]!)}
                  >
                    {t.plan.goToCell}
                  </button>
                )}
              </div>
            </li>
          ),
        )}
      </ul>
    </section>
  )
}
