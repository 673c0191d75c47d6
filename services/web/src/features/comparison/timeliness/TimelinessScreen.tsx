/** Who submitted when. */
import type { ScreenProps } from '../screens'
import { WithComparison } from '../WithComparison'
import { Timeliness } from './Timeliness'

export default function TimelinessScreen({ filters, change }: ScreenProps) {
  return (
    <WithComparison filters={filters} change={change}>
      {(comparison) => <Timeliness organisations={comparison.organisations} />}
    </WithComparison>
  )
}
