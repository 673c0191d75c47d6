/** The area's reports of a round. */
import AreaReports from '../reporting/AreaReports'
import type { ScreenProps } from './screens'

export default function AreaReportsScreen({ area }: ScreenProps) {
  return (
    <AreaReports province={area.province?.code ?? null} district={area.district?.code ?? null} />
  )
}
