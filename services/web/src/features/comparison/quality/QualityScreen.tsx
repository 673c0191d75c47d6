/** What looks odd in submitted plans beside each other: for an officer to ask about, no verdict. */
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { QualityDocument, type QualityQuery } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import '../../../styles/comparison-quality.css'
import { excelOf } from '../comparison'
import type { ScreenProps } from '../screens'
import { ExcelButton } from '../WithComparison'
import { Outliers } from './Outliers'
import { Rules } from './Rules'
import { Shared } from './Shared'

export type Quality = QualityQuery['quality']
export type Outlier = Quality['outliers'][number]

export default function QualityScreen(props: ScreenProps) {
  const { area, filters } = props
  const { t, n, moment, digits, language } = useReader()
  const variables = {
    editionCode: area.edition.code,
    provinceCode: area.province?.code ?? null,
    districtCode: area.district?.code ?? null,
    kind: filters.kind,
  }
  const found = useQuery({
    queryKey: ['quality', variables],
    queryFn: async () => (await ask(QualityDocument, variables)).quality,
  })
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  if (!found.data) return <Loading />
  const { submitted, madeAt, rules, organisations, outliers, duplicates } = found.data
  return (
    <div className="stack">
      <div className="row spread">
        <p className="summary">
          <strong>{t.quality.looked(n(submitted))}</strong>
          <span>{t.quality.outlierCount(n(outliers.length))}</span>
          <span>{t.quality.sharedCount(n(duplicates.length))}</span>
          <span className="soft">{t.comparison.madeAt(moment(madeAt))}</span>
        </p>
        <ExcelButton href={excelOf('quality', variables, { digits, language })} />
      </div>
      <Rules rules={rules} lines={organisations} {...props} />
      <Outliers outliers={outliers} {...props} />
      <Shared duplicates={duplicates} />
    </div>
  )
}

/** Leads to the revision in which it stands. */
export function PlanLink({ plan }: { plan: Outlier['plan'] }) {
  return (
    <Link href={`/plan/revisions/${encodeURIComponent(plan.revisionId)}`}>
      <span lang="th">{plan.organisation.nameShortTh}</span>
    </Link>
  )
}
