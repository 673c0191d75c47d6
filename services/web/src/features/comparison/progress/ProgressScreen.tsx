/** How far plans are carried out, paid for and assessed, from the reports that were submitted. */
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { AreaProgressDocument, type AreaProgressQuery } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import '../../../styles/comparison-progress.css'
import '../../../styles/reporting.css'
import { excelOf } from '../comparison'
import type { ScreenProps } from '../screens'
import { ExcelButton, NothingHere } from '../WithComparison'
import { ByDimension } from './ByDimension'
import { ByReport } from './ByReport'
import { ByYear } from './ByYear'

export type AreaProgress = AreaProgressQuery['areaProgress']
type Organisation = AreaProgress['organisations'][number]['organisation']
type ReportedYear = AreaProgress['organisations'][number]['years'][number]
/** An organisation's report of the year that is shown. */
export type Reported = ReportedYear & { organisation: Organisation }

export default function ProgressScreen(props: ScreenProps) {
  const { area, filters, change } = props
  const { t, n, moment, digits, language } = useReader()
  const [search] = useSearchParams()
  const variables = {
    editionCode: area.edition.code,
    provinceCode: area.province?.code ?? null,
    districtCode: area.district?.code ?? null,
    kind: filters.kind,
  }
  const found = useQuery({
    queryKey: ['areaProgress', variables],
    queryFn: async () => (await ask(AreaProgressDocument, variables)).areaProgress,
  })
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  if (!found.data) return <Loading />
  const { organisations, years, madeAt } = found.data
  if (!organisations.length) return <NothingHere change={change} />
  const known = years.map((one) => one.fiscalYear.be)
  const asked = Number(search.get('year'))
  const newest = years.findLast((one) => one.reported)?.fiscalYear.be ?? known[0] ?? 0
  const year = known.includes(asked) ? asked : newest
  const reports = organisations.flatMap(({ organisation, years: of }) =>
    of.filter((one) => one.fiscalYear.be === year).map((one) => ({ ...one, organisation })),
  )
  return (
    <div className="stack">
      <div className="row spread">
        <p className="summary">
          <strong>
            {t.progress.reported(n(reports.length), n(organisations.length), n(year))}
          </strong>
          <span className="soft">{t.comparison.madeAt(moment(madeAt))}</span>
        </p>
        <ExcelButton href={excelOf('progress', variables, { digits, language })} />
      </div>
      <ByYear years={years} />
      <div>
        <NativeSelect
          className="year-choice"
          label={t.progress.year}
          value={String(year)}
          data={known.map((be) => ({ value: String(be), label: n(be) }))}
          onChange={(event) => change({ year: event.currentTarget.value })}
        />
      </div>
      {reports.length === 0 ? (
        <p>{t.progress.none(n(year))}</p>
      ) : (
        <>
          <ByReport reports={reports} {...props} />
          <ByDimension reports={reports} {...props} />
        </>
      )}
    </div>
  )
}
