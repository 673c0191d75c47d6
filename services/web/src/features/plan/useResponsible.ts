/** The responsible unit of many rows at once, with its way back. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { SetResponsibleDocument, SheetsDocument } from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'
import type { History } from './edits/history'
import { raise, SHEETS_KEY } from './parts/beside'
import type { Initiative } from './plan'

interface Named {
  initiativeId: string
  /** Of its sheet, as it was seen: who was faster is not overwritten. */
  version: number
  unit: string
}

export function useResponsible(history: History) {
  const client = useQueryClient()
  const mutation = useMutation({
    mutationFn: async (find: () => Promise<Named[]> | Named[]): Promise<Named[]> => {
      const rows = await find()
      const { setResponsible: answer } = await ask(SetResponsibleDocument, { input: { rows } })
      if (answer.problems[0]) throw new AskError(answer.problems[0])
      raise(client, answer.planVersion ?? 0)
      void client.invalidateQueries({ queryKey: SHEETS_KEY })
      return rows.map((row, at) => ({ ...row, version: answer.sheets?.[at]?.version ?? 0 }))
    },
  })

  /** Whether it was done; a refusal, or a line that is gone, is shown by the mutation. */
  const run = async (chosen: readonly Initiative[], unit: string): Promise<boolean> => {
    let before: Named[] = []
    let now: Named[] = []
    const set = async (find: () => Promise<Named[]> | Named[]): Promise<boolean> => {
      const done = await mutation.mutateAsync(find).catch(() => null)
      now = done ?? now
      return done !== null
    }
    const isDone = await set(async () => {
      const sheets = (await ask(SheetsDocument)).plan?.initiatives ?? []
      const sheetOf = new Map(sheets.map((row) => [row.id, row.sheet]))
      before = chosen.map(({ id }) => ({
        initiativeId: id,
        version: sheetOf.get(id)?.version ?? 0,
        unit: sheetOf.get(id)?.responsibleUnit ?? '',
      }))
      return before.map((row) => ({ ...row, unit }))
    })
    if (isDone) {
      history.push({
        undo: () => set(() => now.map((row, at) => ({ ...row, unit: before[at]?.unit ?? '' }))),
        redo: () => set(() => now.map((row) => ({ ...row, unit }))),
      })
    }
    return isDone
  }
  return { run, mutation }
}
