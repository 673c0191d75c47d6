/** What hues, patterns and signs of the map mean. */
import type { MapMeasure } from '../../../gql/graphql'
import { useReader } from '../../../parts/reader'
import { lookClass, type Looking } from './looks'

const STEPS = [1, 2, 3, 4, 5]
const PLAIN: Record<MapMeasure, readonly Exclude<Looking['look'], 'STEP'>[]> = {
  TIMELINESS: ['ON_TIME', 'LATE', 'AWAITED', 'MISSING'],
  COVERAGE: ['AWAITED', 'MISSING'],
  TOTAL: ['NO_BUDGET', 'UNSTATED', 'AWAITED', 'MISSING'],
}

interface LegendProps {
  measure: MapMeasure
  /** Areas have steps in every measure. */
  isOfAreas?: boolean
  /** Outlines may have no organisation, or several. */
  isOutlined?: boolean
}

export function Legend({ measure, isOfAreas = false, isOutlined = false }: LegendProps) {
  const { t, n } = useReader()
  const plain = PLAIN[measure].filter(
    (look) => !isOfAreas || (look !== 'ON_TIME' && look !== 'LATE'),
  )
  const hasSteps = isOfAreas || measure !== 'TIMELINESS'
  return (
    <div className="legend" role="group" aria-label={t.comparison.legend}>
      {hasSteps &&
        STEPS.map((step) => (
          <span key={step} className="row">
            <span className={`tile step-${step}`} aria-hidden="true">
              <span className="tile-sign">{measure === 'TOTAL' ? n(step) : ''}</span>
            </span>
            {step === 1 ? t.map.least : step === 5 ? t.map.most : ''}
          </span>
        ))}
      {plain.map((look) => (
        <span key={look} className="row">
          <span className={`tile ${lookClass({ look, step: null })}`} aria-hidden="true">
            <span className="tile-sign">{t.map.signs[look]}</span>
          </span>
          {t.map.looks[look]}
        </span>
      ))}
      {isOutlined && (
        <span className="row">
          <span className="tile look-NONE" aria-hidden="true" />
          {t.map.nobodyHere}
        </span>
      )}
      {measure === 'TOTAL' && <span className="soft small">{t.map.fifths}</span>}
    </div>
  )
}
