/** Who covers which mission, what nobody covers, and what peers have. */
import { useReader } from '../../../parts/reader'
import '../../../styles/comparison-coverage.css'
import { excelOf } from '../comparison'
import type { ScreenProps } from '../screens'
import { WithComparison } from '../WithComparison'
import { Coverage } from './Coverage'
import { Gaps } from './Gaps'

export default function CoverageScreen({ area, filters, change }: ScreenProps) {
  const { digits, language } = useReader()
  const asked = {
    editionCode: area.edition.code,
    provinceCode: area.province?.code,
    districtCode: area.district?.code,
    kind: filters.kind,
  }
  const years = { years: filters.years.length ? area.years.join(',') : null }
  return (
    <WithComparison
      filters={filters}
      change={change}
      excel={excelOf('coverage', asked, { digits, language }, years)}
    >
      {(comparison, onBehind) => (
        <>
          <Coverage comparison={comparison} filters={filters} onBehind={onBehind} />
          <Gaps area={area} filters={filters} onBehind={onBehind} />
        </>
      )}
    </WithComparison>
  )
}
