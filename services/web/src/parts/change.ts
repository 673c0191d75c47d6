/** A mutation that answers with problems, and lists that are read anew once it is settled. */
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { AskError, type Failure } from './ask'

/** What was answered; the first refusal is thrown. */
export function taken<A extends { problems: readonly Failure[] }>(answer: A): A {
  if (answer.problems[0]) throw new AskError(answer.problems[0])
  return answer
}

export function useChange<V, R>(queryKey: QueryKey, change: (given: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
}
