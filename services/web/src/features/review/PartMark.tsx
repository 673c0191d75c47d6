/** What is said of a part beside the table (a text, the risks, the committees), and marking it. */
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'
import { useDeskHand } from './desk'
import { isAt, partOf, type Spot } from './words'

export function PartMark({ spot }: { spot: Spot }) {
  const { t } = useReader()
  const desk = useDeskHand()
  if (!desk) return null
  const place = desk.placeOf(spot)
  const mark = desk.mayReturn && desk.marks.marks.find((one) => isAt(one, spot))
  const said = desk.revision.reasons.filter(
    (one) => one.part === partOf(spot) && one.sectionCode === (spot.section ?? ''),
  )
  return (
    <div className="part-words">
      {said.map((one) => (
        <span key={one.id} className="row-reason" lang="th">
          {t.steps.returnedHere}: {one.reason}
        </span>
      ))}
      {mark && (
        <span className="row-reason" lang="th">
          {t.review.reasonTitle}: {mark.reason}
        </span>
      )}
      {desk.mayReturn && (
        <button
          type="button"
          className="quiet-button no-print"
          aria-pressed={Boolean(mark)}
          onClick={() => desk.show({ ask: 'reason', spot })}
        >
          <Icon name="undo" size={16} />
          {t.review.markNamed(place)}
        </button>
      )}
    </div>
  )
}
