/** A revision on a desk: who may say what about it, what is open, what is marked. */
import { createContext, use, useState } from 'react'
import { useReader } from '../../parts/reader'
import type { Revision } from '../plan/RevisionPage'
import { useMay } from '../session/viewer'
import { useMarks, useSay, type Spot } from './words'

export type Row = Revision['initiatives'][number]
export type Open =
  | { ask: 'reason'; spot: Spot }
  | { ask: 'why'; row: Row }
  | { ask: 'comment'; rowId?: string }
  | { ask: 'return' }
  | { ask: 'accept' }

export function useDesk(revision: Revision) {
  const { t, n } = useReader()
  const isOfficer = useMay('PLAN_REVIEW')
  const mayComment = useMay('COMMENT') && revision.isNewest
  const mayJudge = isOfficer && revision.isNewest
  const marks = useMarks(revision.id)
  const say = useSay(revision.id)
  const [open, setOpen] = useState<Open | null>(null)

  const verdictOf = (row: Row) =>
    revision.verdicts.find((one) => one.initiativeId === row.initiativeId)
  const placeOf = ({ rowId, be, section, part }: Spot): string => {
    const row = revision.initiatives.find((one) => one.initiativeId === rowId)
    if (row) {
      const title = `${n(`${row.missionCode} (${row.number})`)} ${row.title}`
      return be === undefined ? title : `${title} ${t.fiscalYear(n(be))}`
    }
    if (section) return revision.sections.find((one) => one.code === section)?.titleTh ?? section
    return part ? t.steps.parts[part] : t.review.wholePlan
  }
  return {
    revision,
    isOfficer,
    mayComment,
    mayJudge,
    mayReturn: mayJudge && revision.stage === 'SUBMITTED',
    marks,
    say,
    open,
    show: (next: Open) => {
      say.reset()
      setOpen(next)
    },
    close: () => {
      setOpen(null)
      say.reset()
    },
    placeOf,
    verdictOf,
    commentsOn: (rowId: string | null) =>
      revision.comments.filter((one) => (one.initiativeId ?? null) === rowId),
    unjudged: revision.initiatives.filter((row) => !verdictOf(row)),
    inconsistent: revision.initiatives.filter((row) => verdictOf(row)?.verdict === 'INCONSISTENT'),
  }
}

export type DeskHand = ReturnType<typeof useDesk>

export const DeskContext = createContext<DeskHand | null>(null)
export const useDeskHand = () => use(DeskContext)
