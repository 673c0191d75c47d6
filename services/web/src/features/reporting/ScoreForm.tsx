/** The self-assessment of a submitted report, and the province's scores beside it. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { SetSarScoreDocument, type SubmittedReportQuery } from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'
import { toArabic } from '../../parts/digits'
import { Failed, Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { useTyped } from '../../parts/useTyped'
import { Scroller } from '../../parts/Scroller'
import { CentralFigure } from './CentralFigure'

type Report = Extract<SubmittedReportQuery['node'], { rows: unknown }>

interface ScoreFormProps {
  reportId: string
  lines: Report['sar']
  scores: Report['scores']
  mayScore: boolean
  onSaved: () => void
}

const NOTHING: Record<string, string> = {}

export function ScoreForm({ reportId, lines, scores, mayScore, onSaved }: ScoreFormProps) {
  const { t, n } = useReader()
  const given = new Map(scores.map((one) => [one.dimensionCode, one]))
  const { value: typed, set: setTyped, drop } = useTyped(`scores ${reportId}`, NOTHING)
  const save = useMutation({
    mutationFn: async () => {
      const wanted = Object.entries(typed)
        .map(([dimensionCode, text]) => ({ dimensionCode, score: toArabic(text).trim() }))
        .filter(({ score }) => score !== '')
      const input = { reportId, scores: wanted }
      const { setSarScore } = await ask(SetSarScoreDocument, { input })
      if (!setSarScore.report) throw new AskError(setSarScore.problems[0]!)
    },
    onSuccess: () => {
      drop()
      onSaved()
    },
  })
  const isFine = Object.values(typed).every((text) =>
    /^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)?$/.test(toArabic(text).trim()),
  )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <h2>{t.reporting.tabs.sar}</h2>
      <Scroller className="report-box" label={t.reporting.tabs.sar}>
        <table className="report-table">
          <thead>
            <tr>
              <th scope="col">{t.reporting.byDimension}</th>
              <th scope="col">{n(t.reporting.selfScore)}</th>
              <th scope="col">{t.reporting.comment}</th>
              <th scope="col">{t.reporting.provinceScore}</th>
              <th scope="col">{t.reporting.centralScore}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => {
              const title = t.reporting.dimension(n(line.dimensionCode))
              const score = given.get(line.dimensionCode)
              const shown = score?.provinceScore == null ? '' : n(score.provinceScore)
              return (
                <tr key={line.dimensionCode}>
                  <th scope="row">{title}</th>
                  <td className="figure" data-label={n(t.reporting.selfScore)}>
                    {line.selfScore == null ? (
                      <span className="soft">{t.reporting.notYet}</span>
                    ) : (
                      n(line.selfScore)
                    )}
                  </td>
                  <td lang="th" data-label={t.reporting.comment}>
                    {line.comment}
                  </td>
                  <td className="figure" data-label={t.reporting.provinceScore}>
                    {mayScore ? (
                      <input
                        aria-label={`${t.reporting.provinceScore}: ${title}`}
                        inputMode="decimal"
                        autoComplete="off"
                        value={typed[line.dimensionCode] ?? shown}
                        onChange={(event) => {
                          const text = event.currentTarget.value
                          setTyped((before) => ({ ...before, [line.dimensionCode]: text }))
                        }}
                      />
                    ) : (
                      shown || <span className="soft">{t.reporting.notYet}</span>
                    )}
                  </td>
                  <td className="figure" data-label={t.reporting.centralScore}>
                    <CentralFigure central={score?.central} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroller>
      {!isFine && <p className="report-mark">{n(t.reporting.scoreUnread)}</p>}
      {save.isError && <Failed error={save.error} />}
      {save.isSuccess && <Notice title={t.reporting.scored} icon="check" announce />}
      {mayScore && (
        <div>
          <Button
            type="submit"
            disabled={!isFine || !Object.keys(typed).length}
            loading={save.isPending}
          >
            {t.reporting.scoreIt}
          </Button>
        </div>
      )}
    </form>
  )
}
