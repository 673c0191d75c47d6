/** Who covers which mission, what nobody covers, and what peers have. */
import { useQuery } from '@tanstack/react-query'
import { CoverageGapsDocument, type CoverageGapsQuery } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Choices } from '../../../parts/Choices'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import '../../../styles/comparison-coverage.css'
import { excelOf, type Comparison } from '../comparison'
import type { ScreenProps } from '../screens'
import { WithComparison } from '../WithComparison'
import { Coverage } from './Coverage'
import { Gaps } from './Gaps'
import { SubCoverage } from './SubCoverage'

export type Found = CoverageGapsQuery['coverageGaps']

export default function CoverageScreen({ area, filters, change }: ScreenProps) {
  const { t, digits, language } = useReader()
  const asked = {
    editionCode: area.edition.code,
    provinceCode: area.province?.code ?? null,
    districtCode: area.district?.code ?? null,
    kind: filters.kind,
  }
  const fiscalYears = filters.years.length ? [...area.years] : null
  const variables = { ...asked, fiscalYears }
  const gaps = useQuery({
    queryKey: ['coverageGaps', variables],
    queryFn: async () => (await ask(CoverageGapsDocument, variables)).coverageGaps,
  })
  return (
    <WithComparison
      filters={filters}
      change={change}
      excel={excelOf(
        'coverage',
        asked,
        { digits, language },
        { years: fiscalYears?.join(',') ?? null },
      )}
    >
      {(comparison, onBehind) => (
        <>
          {hasSubMissions(comparison) && (
            <Choices
              look="row"
              label={t.gaps.by}
              value={filters.isBySubMission ? 'sub' : 'mission'}
              options={[
                ['mission', t.gaps.byMission],
                ['sub', t.gaps.bySubMission],
              ]}
              onChange={(by) => change({ parts: by === 'sub' ? 'sub' : null })}
            />
          )}
          {filters.isBySubMission && hasSubMissions(comparison) ? (
            <SubCoverage comparison={comparison} asked={variables} onBehind={onBehind} />
          ) : (
            <Coverage
              comparison={comparison}
              districts={gaps.data?.districts ?? []}
              filters={filters}
              onBehind={onBehind}
            />
          )}
          {gaps.isError && <Failed error={gaps.error} onAgain={() => void gaps.refetch()} />}
          {gaps.isPending && <Loading />}
          {gaps.data && (
            <Gaps found={gaps.data} area={area} filters={filters} onBehind={onBehind} />
          )}
        </>
      )}
    </WithComparison>
  )
}

const hasSubMissions = ({ edition }: Comparison) =>
  edition.dimensions.some((one) => one.missions.some((mission) => mission.subMissions.length > 0))
