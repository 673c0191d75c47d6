/** The year's self-assessment: prefilled from the plan, with a score and words per dimension. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SarDocument, SetSarDocument, type SarPartsFragment } from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'
import { toArabic } from '../../parts/digits'
import { BudgetFigure, countWords } from '../../parts/Marks'
import { Failed, Loading } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { Scroller } from '../../parts/Scroller'
import { useMay } from '../session/viewer'
import { CentralFigure, type Central } from './CentralFigure'

type Line = SarPartsFragment['lines'][number]

export function SarTab({ year }: { year: number }) {
  const { t, n } = useReader()
  const client = useQueryClient()
  const mayEdit = useMay('REPORT_EDIT')
  const key = ['sar', year]
  const sar = useQuery({
    queryKey: key,
    queryFn: async () => (await ask(SarDocument, { fiscalYear: year })).sar,
  })
  const save = useMutation({
    mutationFn: async (entry: Line) => {
      const { dimensionCode, version, selfScore, comment } = entry
      const entries = [{ dimensionCode, version, selfScore: selfScore ?? null, comment }]
      const { setSar } = await ask(SetSarDocument, { input: { fiscalYear: year, entries } })
      if (!setSar.sar) throw new AskError(setSar.problems[0]!)
      return setSar.sar
    },
    onSuccess: (saved) => {
      client.setQueryData(key, saved)
      void client.invalidateQueries({ queryKey: ['reportingSheet', year] })
    },
    onError: () => void client.invalidateQueries({ queryKey: key }),
  })
  if (sar.isPending) return <Loading />
  if (sar.isError) return <Failed error={sar.error} onAgain={() => void sar.refetch()} />
  return (
    <div className="stack">
      <p>{t.reporting.sarLead}</p>
      {save.isError && <Failed error={save.error} />}
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
                  key={`${line.dimensionCode} ${line.version}`}
                  line={line}
                  mayEdit={mayEdit}
                  province={given?.provinceScore == null ? null : n(given.provinceScore)}
                  central={given?.central ?? null}
                  onSave={(entry) => save.mutate(entry)}
                />
              )
            })}
          </tbody>
        </table>
      </Scroller>
      <p className="soft small" role="status">
        {save.isPending ? t.reporting.saving : save.isSuccess ? t.reporting.saved : ''}
      </p>
    </div>
  )
}

interface SarRowProps {
  line: Line
  mayEdit: boolean
  province: string | null
  central: Central | null
  onSave: (line: Line) => void
}

function SarRow({ line, mayEdit, province, central, onSave }: SarRowProps) {
  const reader = useReader()
  const { t, n } = reader
  const [score, setScore] = useState(n(line.selfScore ?? ''))
  const [comment, setComment] = useState(line.comment)
  const [isWrong, setWrong] = useState(false)
  const title = t.reporting.dimension(n(line.dimensionCode))
  const commit = () => {
    const plain = toArabic(score).trim()
    const isFine = plain === '' || (/^\d{1,3}(\.\d{1,2})?$/.test(plain) && Number(plain) <= 100)
    setWrong(!isFine)
    const selfScore = plain || null
    const isSame = Number(selfScore ?? -1) === Number(line.selfScore ?? -1)
    if (isFine && !(isSame && comment === line.comment)) onSave({ ...line, selfScore, comment })
  }
  return (
    <tr>
      <th scope="row">
        <span>{title}</span>
        <span className="soft small">{countWords(reader, line.kinds)}</span>
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
          value={score}
          onChange={(event) => setScore(event.currentTarget.value)}
          onBlur={commit}
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
          onChange={(event) => setComment(event.currentTarget.value)}
          onBlur={commit}
        />
      </td>
      <td className="figure" data-label={t.reporting.provinceScore}>
        {province ?? <span className="soft">{t.reporting.notYet}</span>}
      </td>
      <td className="figure" data-label={t.reporting.centralScore}>
        <CentralFigure central={central} />
      </td>
    </tr>
  )
}
