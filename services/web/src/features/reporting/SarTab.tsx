/** The year's self-assessment: prefilled from the plan, with a score and words per dimension. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { SarDocument, SetSarDocument, type SarPartsFragment } from '../../gql/graphql'
import { ask, AskError, OFFLINE } from '../../parts/ask'
import { toArabic } from '../../parts/digits'
import type { Answer, Held } from '../../parts/draft'
import { BudgetFigure, countWords } from '../../parts/Marks'
import { Failed, Loading } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { Scroller } from '../../parts/Scroller'
import { useDraft, useUnsentDrafts } from '../../parts/useDraft'
import { en, th } from '../../text/reporting'
import { DraftChoice, DraftMark } from '../plan/parts/DraftMark'
import { useMay, usePost } from '../session/viewer'
import { CentralFigure, type Central } from './CentralFigure'

type Line = SarPartsFragment['lines'][number]

const sarQuery = (year: number) => ({
  queryKey: ['sar', year],
  queryFn: async () => (await ask(SarDocument, { fiscalYear: year })).sar,
})

export function SarTab({ year }: { year: number }) {
  const { t, n } = useReader()
  const mayEdit = useMay('REPORT_EDIT')
  const sar = useQuery(sarQuery(year))
  useUnsentDrafts()
  if (sar.isPending) return <Loading />
  if (sar.isError) return <Failed error={sar.error} onAgain={() => void sar.refetch()} />
  return (
    <div className="stack">
      <p>{t.reporting.sarLead}</p>
      <Scroller className="report-box" label={t.reporting.tabs.sar}>
        <table className="report-table">
          <thead>
            <tr>
              <th scope="col">{t.reporting.byDimension}</th>
              <th scope="col">{t.reporting.columns.planned}</th>
              <th scope="col">{n(t.reporting.selfScore)}</th>
              <th scope="col">{t.reporting.comment}</th>
              <th scope="col">{t.reporting.provinceScore}</th>
              <th scope="col">{t.reporting.centralScore}</th>
            </tr>
          </thead>
          <tbody>
            {sar.data.lines.map((line) => {
              const given = sar.data.scores.find((one) => one.dimensionCode === line.dimensionCode)
              return (
                <SarRow
                  key={line.dimensionCode}
                  year={year}
                  line={line}
                  mayEdit={mayEdit}
                  province={given?.provinceScore == null ? null : n(given.provinceScore)}
                  central={given?.central ?? null}
                />
              )
            })}
          </tbody>
        </table>
      </Scroller>
    </div>
  )
}

interface SarRowProps {
  year: number
  line: Line
  mayEdit: boolean
  province: string | null
  central: Central | null
}

interface Said {
  /** As typed: what is no score is kept and shown, and not sent. */
  score: string
  comment: string
}

const heldOf = ({ selfScore, comment, version }: Line): Held<Said> => ({
  value: { score: selfScore?.replace(/\.00$/, '') ?? '', comment },
  version,
})

const isScore = (text: string) => /^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/.test(text)
const plainScore = (typed: string) => toArabic(typed).trim()
const UNREAD = {
  code: 'SCORE_UNREAD',
  messageTh: th.scoreUnread,
  messageEn: en.scoreUnread,
}

function useSaid(year: number, line: Line) {
  const client = useQueryClient()
  const post = usePost()
  const { dimensionCode } = line
  const held = useMemo(() => heldOf(line), [line])
  const send = useCallback(
    async ({ score, comment }: Said, version: number): Promise<Answer<Said>> => {
      // In another post of the same person it waits.
      if (!post.isOurs()) throw new AskError(OFFLINE)
      const selfScore = plainScore(score) || null
      if (selfScore && !isScore(selfScore)) return { failure: UNREAD }
      const entries = [{ dimensionCode, version, selfScore, comment }]
      const { setSar } = await ask(SetSarDocument, { input: { fiscalYear: year, entries } })
      const of = (lines: Line[]) =>
        heldOf(lines.find((one) => one.dimensionCode === dimensionCode)!)
      if (setSar.sar) {
        client.setQueryData(sarQuery(year).queryKey, setSar.sar)
        void client.invalidateQueries({ queryKey: ['reportingSheet', year] })
        return { held: of(setSar.sar.lines) }
      }
      const failure = setSar.problems[0]!
      if (failure.code !== 'CONFLICT') return { failure }
      return { failure, current: of((await client.fetchQuery(sarQuery(year))).lines) }
    },
    [client, dimensionCode, post, year],
  )
  return useDraft(post.storeOf(`sar.${year}.${dimensionCode}`), held, send)
}

function SarRow({ year, line, mayEdit, province, central }: SarRowProps) {
  const reader = useReader()
  const { t, n } = reader
  const draft = useSaid(year, line)
  const { score, comment } = draft.picture.value
  const set = (part: Partial<Said>) => draft.set({ score, comment, ...part })
  const isWrong = score !== '' && !isScore(plainScore(score))
  const title = t.reporting.dimension(n(line.dimensionCode))
  // What cannot be read is marked where it stands.
  const { theirs, failure } = draft.picture
  const isToChoose = theirs !== null || (failure !== null && failure !== UNREAD)
  return (
    <>
      <tr>
        <th scope="row">
          <span>{title}</span>
          <span className="soft small">{countWords(reader, line.kinds)}</span>
          {mayEdit && draft.isUnsent && <DraftMark draft={draft} />}
        </th>
        <td className="figure" data-label={t.reporting.columns.planned}>
          <BudgetFigure budget={{ ...line.planned, amount: line.planned.amount ?? null }} />
        </td>
        <td className="figure" data-label={n(t.reporting.selfScore)}>
          <input
            aria-label={`${t.reporting.selfScore}: ${title}`}
            aria-invalid={isWrong || undefined}
            inputMode="decimal"
            autoComplete="off"
            disabled={!mayEdit}
            value={n(score)}
            onChange={(event) => set({ score: event.currentTarget.value })}
            onBlur={draft.sendNow}
          />
          {isWrong && <span className="report-mark">{n(t.reporting.scoreUnread)}</span>}
        </td>
        <td data-label={t.reporting.comment}>
          <textarea
            aria-label={`${t.reporting.comment}: ${title}`}
            rows={2}
            maxLength={2000}
            disabled={!mayEdit}
            value={comment}
            onChange={(event) => set({ comment: event.currentTarget.value })}
            onBlur={draft.sendNow}
          />
        </td>
        <td className="figure" data-label={t.reporting.provinceScore}>
          {province ?? <span className="soft">{t.reporting.notYet}</span>}
        </td>
        <td className="figure" data-label={t.reporting.centralScore}>
          <CentralFigure central={central} />
        </td>
      </tr>
      {isToChoose && (
        <tr>
          <td colSpan={6}>
            <DraftChoice
              of={title}
              draft={draft}
              inWords={(said) => [
                [n(t.reporting.selfScore), n(said.score)],
                [t.reporting.comment, said.comment],
              ]}
            />
          </td>
        </tr>
      )}
    </>
  )
}
