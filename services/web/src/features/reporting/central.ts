/** Bringing in central scores: a look at a file, then one organisation after the other. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { SetCentralScoreDocument } from '../../gql/graphql'
import { ask, AskError, sendFile } from '../../parts/ask'
import { groupBy } from '../../parts/group'
import type { RefusedCell } from './RefusedCells'

export interface CentralScore {
  reportId: string
  organisation: string
  dimensionCode: string
  score: string
  before: string | null
}

interface CentralTable {
  scores: CentralScore[]
  unchanged: number
  blank: number
  refused: RefusedCell[]
}

export function useLook(year: number) {
  return useMutation({
    mutationFn: (file: File) =>
      sendFile<CentralTable>(`/reports/central/preview?year=${year}`, file, () => undefined),
  })
}

interface Given {
  scores: readonly CentralScore[]
  source: string
  scoredOn: string
}

/** Each organisation's scores are one change: what one refuses does not hold up the others. */
export function useBringIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ scores, source, scoredOn }: Given) => {
      const refused: { organisation: string; error: unknown }[] = []
      let organisations = 0
      for (const [reportId, lines] of groupBy(scores, (one) => one.reportId)) {
        const input = {
          reportId,
          source,
          scoredOn,
          scores: lines.map(({ dimensionCode, score, before }) => ({
            dimensionCode,
            score,
            before,
          })),
        }
        const { problems } = (await ask(SetCentralScoreDocument, { input })).setCentralScore
        if (problems[0]) {
          refused.push({ organisation: lines[0]!.organisation, error: new AskError(problems[0]) })
        } else organisations += 1
      }
      return { organisations, refused }
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['areaReports'] })
      void client.invalidateQueries({ queryKey: ['submittedReport'] })
    },
  })
}
