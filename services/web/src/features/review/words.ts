/** What is said about a revision: saying it, and what the officer marks before it is said. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  AcceptPlanDocument,
  AddCommentDocument,
  ReturnPlanDocument,
  SetConsistencyDocument,
  type PartKind,
  type ReviewAnswerFragment,
  type Verdict,
  type WordsPartsFragment,
} from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'
import { useTyped } from '../../parts/useTyped'

export type Words = WordsPartsFragment

/** A part marked for return: a row, one year of it, a text, the risks, …; without any the whole plan. */
export interface Mark {
  rowId?: string
  be?: number
  section?: string
  part?: 'RISKS' | 'COMMITTEES'
  reason: string
}

export type Say =
  | { do: 'return'; marks: Mark[]; note: string }
  | { do: 'accept'; note: string }
  | { do: 'judge'; rowIds: string[]; verdict: Verdict; reason: string }
  | { do: 'comment'; rowId?: string | undefined; text: string }

export function useSay(revisionId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (say: Say) => {
      const { revision, problems } = await send(revisionId, say)
      if (problems[0]) throw new AskError(problems[0])
      return revision
    },
    onSuccess: (words) => {
      client.setQueriesData<Words | null>({ queryKey: ['revision'] }, (known) =>
        known && words && known.id === words.id ? { ...known, ...words } : known,
      )
      void client.invalidateQueries({ queryKey: ['inbox'] })
    },
    // Another officer, or the organisation, may have been faster: show what they did.
    onError: () => void client.invalidateQueries({ queryKey: ['revision'] }),
  })
}

async function send(revisionId: string, say: Say): Promise<ReviewAnswerFragment> {
  switch (say.do) {
    case 'return': {
      const reasons = say.marks.map((mark) => ({
        part: partOf(mark),
        initiativeId: mark.rowId ?? null,
        fiscalYear: mark.be ?? null,
        sectionCode: mark.section ?? '',
        reason: mark.reason,
      }))
      const input = { revisionId, reasons, note: say.note }
      return (await ask(ReturnPlanDocument, { input })).returnPlan
    }
    case 'accept':
      return (await ask(AcceptPlanDocument, { input: { revisionId, note: say.note } })).acceptPlan
    case 'judge': {
      const { rowIds: initiativeIds, verdict, reason } = say
      const input = { revisionId, initiativeIds, verdict, reason }
      return (await ask(SetConsistencyDocument, { input })).setConsistency
    }
    case 'comment': {
      const input = { revisionId, initiativeId: say.rowId ?? null, text: say.text }
      return (await ask(AddCommentDocument, { input })).addComment
    }
  }
}

export type Spot = Omit<Mark, 'reason'>

export const isAt = (one: Spot, spot: Spot) =>
  one.rowId === spot.rowId &&
  one.be === spot.be &&
  one.section === spot.section &&
  one.part === spot.part

export function partOf({ rowId, be, section, part }: Spot): PartKind {
  if (rowId) return be === undefined ? 'ROW' : 'CELL'
  return section ? 'SECTION' : (part ?? 'PLAN')
}

export const keyOf = ({ rowId, be, section, part }: Spot) =>
  [rowId, be, section, part].filter(Boolean).join(' ')

/** Two reasons for one spot, typed in two tabs: neither is put over the other. */
function both(here: Mark[], left: Mark[]): Mark[] | null {
  const fresh = left.filter((mark) => !here.some((one) => isAt(one, mark)))
  const isLost = left.some((mark) =>
    here.some((one) => isAt(one, mark) && one.reason !== mark.reason),
  )
  return isLost ? null : [...here, ...fresh]
}

const NO_MARKS: Mark[] = []

/** Marks stay in this browser until they are sent: closing the page loses none of them. */
export function useMarks(revisionId: string) {
  const { value: marks, set: put, drop } = useTyped(`marks ${revisionId}`, NO_MARKS, both)
  return {
    marks,
    at: (spot: Spot) => marks.find((one) => isAt(one, spot)),
    /** An empty reason takes the mark away. */
    set: (spot: Spot, reason: string) => {
      const others = marks.filter((one) => !isAt(one, spot))
      put(reason.trim() ? [...others, { ...spot, reason: reason.trim() }] : others)
    },
    clear: drop,
  }
}

export type Marks = ReturnType<typeof useMarks>
