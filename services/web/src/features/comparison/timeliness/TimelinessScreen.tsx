/** Who submitted what and when, how whole it is, and who must be asked today. */
import { useQuery } from '@tanstack/react-query'
import { SubmissionsDocument, type SubmissionsQuery } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import '../../../styles/comparison-timeliness.css'
import { excelOf } from '../comparison'
import type { ScreenProps } from '../screens'
import { ExcelButton, NothingHere } from '../WithComparison'
import { ByDistrict } from './ByDistrict'
import { Lines } from './Lines'
import { Rounds } from './Rounds'
import { ToChase } from './ToChase'

export type Submissions = SubmissionsQuery['submissions']
export type Line = Submissions['organisations'][number]

export default function TimelinessScreen(props: ScreenProps) {
  const { area, filters, change } = props
  const { t, n, date, moment, digits, language } = useReader()
  const variables = {
    editionCode: area.edition.code,
    provinceCode: area.province?.code ?? null,
    districtCode: area.district?.code ?? null,
    kind: filters.kind,
  }
  const found = useQuery({
    queryKey: ['submissions', variables],
    queryFn: async () => (await ask(SubmissionsDocument, variables)).submissions,
  })
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  if (!found.data) return <Loading />
  const { totals, dueOn, madeAt, organisations } = found.data
  if (!organisations.length) return <NothingHere change={change} />
  return (
    <div className="stack submissions">
      <div className="row spread">
        <p className="summary">
          <strong>{t.comparison.summary(n(totals.received), n(totals.expected))}</strong>
          <span>{t.comparison.late(n(totals.late))}</span>
          <span>{t.comparison.missing(n(totals.missing))}</span>
          {dueOn && <span className="soft">{t.comparison.dueOn(date(dueOn))}</span>}
          <span className="soft">{t.comparison.madeAt(moment(madeAt))}</span>
        </p>
        <ExcelButton href={excelOf('submissions', variables, { digits, language })} />
      </div>
      <ToChase lines={organisations} />
      <ByDistrict found={found.data} {...props} />
      <Rounds rounds={found.data.rounds} />
      <Lines found={found.data} {...props} />
    </div>
  )
}
