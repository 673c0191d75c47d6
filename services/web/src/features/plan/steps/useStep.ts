/** The steps that the organisation itself makes, and the plan as it is after one. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  AdoptPlanDocument,
  CancelAmendmentDocument,
  OpenAmendmentDocument,
  PublishPlanDocument,
  SendToCommitteeDocument,
  SetAmendmentDocument,
  TakeBackDocument,
  type AdoptPlanInput,
  type OpenAmendmentInput,
  type ProblemPartsFragment,
} from '../../../gql/graphql'
import { ask, AskError } from '../../../parts/ask'
import { PLAN_KEY, STATUS_KEY, type Plan } from '../plan'

export type Signature = Omit<AdoptPlanInput, 'planId' | 'version'>
/** What an amendment says of itself. */
export type Facts = Required<Omit<OpenAmendmentInput, 'planId' | 'version'>>
export type Step =
  | { do: 'sendToCommittee' }
  | { do: 'takeBack' }
  | { do: 'publish' }
  | { do: 'adopt'; signature: Signature }
  | { do: 'openAmendment'; facts: Facts }
  | { do: 'setAmendment'; seen: { id: string; version: number }; facts: Facts }
  | { do: 'cancelAmendment' }

interface Answer {
  plan?: Plan | null
  problems: ProblemPartsFragment[]
}

export function useStep(plan: Plan) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (step: Step) => {
      const answer = await make(step, { planId: plan.id, version: plan.version })
      if (answer.problems[0]) throw new AskError(answer.problems[0])
      return answer.plan
    },
    onSuccess: (fresh) => {
      if (fresh) client.setQueryData<Plan>(PLAN_KEY, fresh)
      void client.invalidateQueries({ queryKey: ['homePlan'] })
    },
    // Somebody was faster: the page shows what they did before the next try.
    onError: () => {
      void client.invalidateQueries({ queryKey: PLAN_KEY })
      void client.invalidateQueries({ queryKey: STATUS_KEY })
    },
  })
}

async function make(step: Step, seen: { planId: string; version: number }): Promise<Answer> {
  switch (step.do) {
    case 'sendToCommittee':
      return (await ask(SendToCommitteeDocument, { input: seen })).sendToCommittee
    case 'takeBack':
      return (await ask(TakeBackDocument, { input: seen })).takeBack
    case 'publish':
      return (await ask(PublishPlanDocument, { input: seen })).publishPlan
    case 'adopt':
      return (await ask(AdoptPlanDocument, { input: { ...seen, ...step.signature } })).adoptPlan
    case 'openAmendment':
      return (await ask(OpenAmendmentDocument, { input: { ...seen, ...step.facts } })).openAmendment
    case 'setAmendment':
      return (await ask(SetAmendmentDocument, { input: { ...step.seen, ...step.facts } }))
        .setAmendment
    case 'cancelAmendment':
      return (await ask(CancelAmendmentDocument, { input: seen })).cancelAmendment
  }
}
