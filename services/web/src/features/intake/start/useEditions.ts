/** The editions of the framework, oldest first. */
import { useQuery } from '@tanstack/react-query'
import { EditionsDocument } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'

export function useEditions() {
  return useQuery({
    queryKey: ['editions'],
    queryFn: async () => (await ask(EditionsDocument)).frameworkEditions,
  })
}
