/** What was read, by dimension and mission, with budgets and the findings on each row. */
import { groupBy } from '../../../parts/group'
import { memo, useCallback, useMemo, useState } from 'react'
import { Icon } from '../../../parts/Icon'
import { BudgetFigure, KindMark, SeverityMark } from '../../../parts/Marks'
import { Scroller } from '../../../parts/Scroller'
import { useReader } from '../../../parts/reader'
import type { useSettle, DraftRow, Finding, Reading } from '../documents'
import { rowId, type Pane, type Spotlight } from './Review'
import { RowEditor, type Dimensions } from './RowEditor'

interface RowsPaneProps {
  reading: Reading
  dimensions: Dimensions
  spot: Spotlight
  editing: string | null
  maySettle: boolean
  settle: ReturnType<typeof useSettle>
  onEdit: (id: string | null) => void
  onShow: (id: string) => void
  onFinding: (finding: Finding, target?: Pane) => void
}

export function RowsPane(props: RowsPaneProps) {
  const { reading, dimensions, spot, editing, maySettle, settle, onEdit, onShow, onFinding } = props
  const { t, n } = useReader()
  // A row being corrected stays where it was opened, even when a colleague moves it meanwhile: what
  // is typed would be lost with its place.
  const [held, setHeld] = useState({ id: editing, missionCode: '' })
  if (editing !== held.id) {
    const row = reading.initiatives.find((one) => one.id === editing)
    setHeld({ id: editing, missionCode: row?.missionCode ?? '' })
  }
  const placeOf = useCallback(
    (row: DraftRow) => (row.id === held.id ? held.missionCode : row.missionCode),
    [held],
  )
  const byMission = useMemo(
    () => groupBy(reading.initiatives, placeOf),
    [reading.initiatives, placeOf],
  )
  const findingsOf = useMemo(() => {
    const found = new Map<string, Finding[]>()
    for (const finding of reading.findings) {
      for (const id of finding.initiativeIds) {
        found.set(id, [...(found.get(id) ?? []), finding])
      }
    }
    return found
  }, [reading.findings])
  const known = new Set(dimensions.flatMap((one) => one.missions.map((mission) => mission.code)))
  const lost = reading.initiatives.filter((row) => !known.has(placeOf(row)))

  const draw = (row: DraftRow) =>
    editing === row.id ? (
      <RowEditor
        key={row.id}
        row={row}
        dimensions={dimensions}
        settle={settle}
        onDone={() => onEdit(null)}
      />
    ) : (
      <Row
        key={row.id}
        row={row}
        findings={findingsOf.get(row.id) ?? NO_FINDINGS}
        isLit={spot.rows.includes(row.id)}
        maySettle={maySettle}
        onEdit={onEdit}
        onShow={onShow}
        onFinding={onFinding}
      />
    )

  return (
    <div className="pane rows">
      <h2 id="pane-rows">
        {t.intake.rows} <span className="soft">{t.items(n(reading.initiatives.length))}</span>
      </h2>
      <Scroller className="pane-body" label={t.intake.rows}>
        {dimensions.length > 0 && lost.length > 0 && (
          <div>
            <h3 className="mission-head">{t.intake.noMission}</h3>
            {lost.map(draw)}
          </div>
        )}
        {dimensions.map((dimension) => (
          <div key={dimension.code}>
            <h3 className="dimension-head">
              {t.dimension(n(dimension.code))} <span lang="th">{dimension.titleTh}</span>
            </h3>
            {dimension.missions.map((mission) => (
              <div key={mission.code}>
                <h4 className="mission-head">
                  {n(mission.code)} <span lang="th">{mission.titleTh}</span>{' '}
                  <span className="soft">
                    {t.items(n(byMission.get(mission.code)?.length ?? 0))}
                  </span>
                </h4>
                {byMission.get(mission.code)?.map(draw)}
              </div>
            ))}
          </div>
        ))}
      </Scroller>
    </div>
  )
}

const NO_FINDINGS: Finding[] = []

interface RowProps {
  row: DraftRow
  findings: Finding[]
  isLit: boolean
  maySettle: boolean
  onEdit: (id: string) => void
  onShow: (id: string) => void
  onFinding: (finding: Finding) => void
}

const Row = memo(function Row(props: RowProps) {
  const { row, findings, isLit, maySettle, onEdit, onShow, onFinding } = props
  const { t, n } = useReader()
  return (
    <article id={rowId(row.id)} className={isLit ? 'draft-row lit' : 'draft-row'}>
      <div className="draft-title">
        <p lang="th">
          <span className="soft">{n(row.number)}</span> {row.title}{' '}
          {(!row.kind || !row.title.startsWith(t.kinds[row.kind])) && <KindMark kind={row.kind} />}
        </p>
        {maySettle && (
          <button
            type="button"
            className="quiet-button"
            onClick={() => onEdit(row.id)}
            aria-label={`${t.intake.edit}: ${row.title}`}
          >
            <Icon name="edit" size={16} /> {t.intake.edit}
          </button>
        )}
      </div>
      <dl className="draft-budgets">
        {row.budgets.map(({ fiscalYear, budget }) => (
          <div key={fiscalYear.be}>
            <dt>{n(fiscalYear.be)}</dt>
            <dd className="figure">
              <BudgetFigure budget={budget} />
            </dd>
          </div>
        ))}
      </dl>
      {row.remarks && (
        <p className="soft small" lang="th">
          {row.remarks}
        </p>
      )}
      <div className="row draft-actions">
        {findings.map((finding) => (
          <button
            key={finding.key}
            type="button"
            className="finding-link"
            onClick={() => onFinding(finding)}
          >
            <SeverityMark severity={finding.severity} />
            {finding.explanation && <Icon name="check" size={15} />}
          </button>
        ))}
        <span className="grow" />
        {row.place && (
          <button type="button" className="quiet-button" onClick={() => onShow(row.id)}>
            {t.intake.line(n(row.place.line))}
          </button>
        )}
      </div>
    </article>
  )
})
