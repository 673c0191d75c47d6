/** Starting a plan, whatever it begins with, and opening it. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { StartPlanDocument, type StartPlanInput } from '../../../gql/graphql'
import { ask, AskError } from '../../../parts/ask'

export function useStart() {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  return useMutation({
    mutationFn: async ({ opens: _opens, ...input }: StartPlanInput & { opens: string }) => {
      const { startPlan } = await ask(StartPlanDocument, { input })
      if (startPlan.problems[0]) throw new AskError(startPlan.problems[0])
    },
    onSuccess: async (_answer, { opens }) => {
      await client.invalidateQueries({ queryKey: ['plan'] })
      await client.invalidateQueries({ queryKey: ['homePlan'] })
      navigate(opens)
    },
  })
}
