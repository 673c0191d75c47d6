/** One submitted report, as it is for ever; the province scores a whole year here. */
import { useQuery } from '@tanstack/react-query'
import { SubmittedReportDocument } from '../../gql/graphql'
import '../../styles/inner'
import '../../styles/reporting.css'
import { ask } from '../../parts/ask'
import { BudgetFigure, UnstatedMark } from '../../parts/Marks'
import { Failed, Loading } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { Scroller } from '../../parts/Scroller'
import { AttachmentList } from '../attachments/AttachmentList'
import { useMay, useViewer } from '../session/viewer'
import { LinkList } from './EntryDialog'
import { FileNames } from './Evidence'
import { Score } from './Figures'
import { ScoreForm } from './ScoreForm'

export default function SubmittedReport({ id }: { id: string }) {
  const { t, n, moment, baht } = useReader()
  const mayScore = useMay('REPORT_SCORE')
  const maySubmit = useMay('REPORT_SUBMIT')
  const own = useViewer().data?.post.organisation?.code
  const found = useQuery({
    queryKey: ['submittedReport', id],
    queryFn: async () => (await ask(SubmittedReportDocument, { id })).node ?? null,
  })
  if (found.isPending) return <Loading />
  const report = found.data
  if (!report || !('rows' in report)) {
    return (
      <Page narrow title={t.wrong.notFound} tabTitle={t.wrong.notFound}>
        {found.isError ? <Failed error={found.error} /> : <p>{t.wrong.notFoundNote}</p>}
      </Page>
    )
  }
  const title = t.reporting.title(n(report.fiscalYear.be))
  const columns = t.reporting.columns
  const isOwn = own === report.organisation.code
  const addresses = new Map(
    [...report.evidence, ...report.attachments]
      .filter((one) => one.isAvailable)
      .map((one) => [one.id, one.address]),
  )
  return (
    <Page
      title={title}
      tabTitle={title}
      lead={
        <>
          <span lang="th">{report.organisation.nameTh}</span> ·{' '}
          {n(t.reporting.rounds[report.round])} · {t.reporting.number(n(report.number))} ·{' '}
          {t.reporting.sentBy(report.submittedBy, moment(report.submittedAt))}
        </>
      }
    >
      <p className="report-score">
        {t.reporting.score} <Score score={report.score} flag={report.flag} />
      </p>
      {report.round === 'TWELVE_MONTHS' && (
        <ScoreForm
          reportId={report.id}
          lines={report.sar}
          scores={report.scores}
          mayScore={mayScore}
          onSaved={() => void found.refetch()}
        />
      )}
      <Scroller className="report-box" label={title}>
        <table className="report-table">
          <thead>
            <tr>
              <th scope="col">{columns.initiative}</th>
              <th scope="col">{columns.planned}</th>
              <th scope="col">{columns.disbursed}</th>
              <th scope="col">{columns.status}</th>
              <th scope="col">{t.reporting.note}</th>
            </tr>
          </thead>
          <tbody>
            {report.rows.map((row) => (
              <tr key={`${row.missionCode} ${row.number}`}>
                <th scope="row" lang="th">
                  <span className="soft small">
                    {n(row.missionCode)} · {n(row.number)}
                  </span>
                  <span>{row.title}</span>
                  {!row.isCounted && <span className="report-mark">{t.reporting.leftOut}</span>}
                </th>
                <td className="figure" data-label={columns.planned}>
                  <BudgetFigure budget={{ ...row.planned, amount: row.planned.amount ?? null }} />
                </td>
                <td className="figure" data-label={columns.disbursed}>
                  {row.entry.disbursed == null ? <UnstatedMark /> : baht(row.entry.disbursed)}
                </td>
                <td data-label={columns.status}>
                  {t.reporting.statuses[row.entry.status]}
                  {row.entry.cannotReason && (
                    <span className="small soft" lang="th">
                      {row.entry.cannotText || t.reporting.reasons[row.entry.cannotReason]}
                    </span>
                  )}
                </td>
                <td lang="th" data-label={t.reporting.note}>
                  {row.entry.note}
                  <LinkList links={row.entry.evidenceLinks} />
                  <FileNames files={row.evidence} addresses={addresses} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {isOwn ? (
        <AttachmentList
          title={t.reporting.filesBeside}
          subject={{ type: 'REPORT', id: report.id }}
          mayEdit={maySubmit}
        />
      ) : (
        <section className="stack">
          <h2>{t.reporting.filesBeside}</h2>
          {report.attachments.length === 0 && <p className="soft">{t.attachments.none}</p>}
          <FileNames
            files={report.attachments.map((one) => ({ ...one, attachmentId: one.id }))}
            addresses={addresses}
          />
        </section>
      )}
      <p className="soft small report-sha">
        {t.reporting.sha}: {report.sha256}
      </p>
    </Page>
  )
}
