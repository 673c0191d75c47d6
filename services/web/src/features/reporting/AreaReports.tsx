/** For officers: who in the area has reported, how late, and what it comes to. */
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { AreaReportsDocument } from '../../gql/graphql'
import '../../styles/reporting.css'
import { ask } from '../../parts/ask'
import { Choices } from '../../parts/Choices'
import { UnstatedMark } from '../../parts/Marks'
import { Failed, Loading } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { Scroller } from '../../parts/Scroller'
import { useMay } from '../session/viewer'
import { CentralImport } from './CentralImport'
import { Score } from './Figures'
import { useChoice, type Choice } from './reporting'

interface AreaReportsProps {
  province: string | null
  district: string | null
}

export default function AreaReports(area: AreaReportsProps) {
  const { t, n } = useReader()
  const { choice, known, choose } = useChoice()
  const mayScore = useMay('REPORT_SCORE')
  if (!choice) return <Loading />
  return (
    <div className="stack report-tabs">
      <div className="row report-choice">
        <NativeSelect
          label={t.reporting.year}
          value={choice.year}
          data={known.map((be) => ({ value: String(be), label: n(be) }))}
          onChange={(event) => choose({ year: event.currentTarget.value })}
        />
        <Choices
          look="row"
          label={t.reporting.round}
          value={choice.round}
          onChange={(round) => choose({ round })}
          options={[
            ['SIX_MONTHS', n(t.reporting.rounds.SIX_MONTHS)],
            ['TWELVE_MONTHS', n(t.reporting.rounds.TWELVE_MONTHS)],
          ]}
        />
        {mayScore && choice.round === 'TWELVE_MONTHS' && <CentralImport year={choice.year} />}
      </div>
      <Table choice={choice} {...area} />
    </div>
  )
}

function Table({ choice, province, district }: AreaReportsProps & { choice: Choice }) {
  const { t, n, name, date, baht } = useReader()
  const variables = {
    fiscalYear: choice.year,
    round: choice.round,
    provinceCode: province,
    districtCode: district,
  }
  const found = useQuery({
    queryKey: ['areaReports', variables],
    queryFn: async () => (await ask(AreaReportsDocument, variables)).areaReports,
  })
  if (found.isPending) return <Loading />
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  const reported = found.data.filter((one) => one.report)
  return (
    <>
      <p className="report-summary">
        <strong>{t.reporting.reportedOf(n(reported.length), n(found.data.length))}</strong>
      </p>
      <Scroller className="report-box" label={t.reporting.areaTitle}>
        <table className="report-table plain-table">
          <thead>
            <tr>
              <th scope="col">{t.reporting.organisation}</th>
              <th scope="col">{t.reporting.submit}</th>
              <th scope="col">{t.reporting.score}</th>
              <th scope="col">{t.reporting.counts.done}</th>
              <th scope="col">{t.reporting.counts.counted}</th>
              <th scope="col">{t.reporting.columns.disbursed}</th>
            </tr>
          </thead>
          <tbody>
            {found.data.map(({ organisation, report, timeliness, daysLate }) => (
              <tr key={organisation.code}>
                <th scope="row" lang="th">
                  {report ? (
                    <Link href={`/report/submitted/${encodeURIComponent(report.id)}`}>
                      {organisation.nameShortTh}
                    </Link>
                  ) : (
                    <span>{organisation.nameShortTh}</span>
                  )}
                  {organisation.district && (
                    <span className="soft small">
                      {t.comparison.district(name(organisation.district))}
                    </span>
                  )}
                </th>
                <td>
                  {t.reporting.timeliness[timeliness]}
                  {daysLate > 0 && ` (${t.reporting.late(n(daysLate))})`}
                  {report && <span className="soft small">{date(report.submittedAt)}</span>}
                </td>
                <td>{report ? <Score score={report.score} flag={report.flag} /> : ''}</td>
                <td className="figure">{report && n(report.counts.done)}</td>
                <td className="figure">{report && n(report.counts.counted)}</td>
                <td className="figure">
                  {report && (report.disbursed == null ? <UnstatedMark /> : baht(report.disbursed))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </>
  )
}
