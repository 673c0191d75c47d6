/** The review: source left, what was read in the middle, findings right, all linked both ways. */
import { SegmentedControl } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { Page } from '../../../parts/Page'
import { Icon } from '../../../parts/Icon'
import { Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { useMay } from '../../session/viewer'
import {
  useFramework,
  useSettle,
  type Finding,
  type ReadDocument,
  type Reading,
} from '../documents'
import { AcceptBar } from './AcceptBar'
import { FindingsPane } from './FindingsPane'
import { RowsPane } from './RowsPane'
import { SourcePane } from './SourcePane'
import { TotalsTable } from './TotalsTable'

export interface Spotlight {
  rows: readonly string[]
  sheet: string | null
  line: number | null
  finding: string | null
}

export type Pane = 'source' | 'rows' | 'findings'
const NOTHING: Spotlight = { rows: [], sheet: null, line: null, finding: null }

/**
 * Brings an element into the middle of its own pane, after the pane is in view. Lines that were
 * never drawn have guessed heights, so the aim is taken again while they are being drawn.
 */
function reveal(id: string, tries = 4) {
  requestAnimationFrame(() => {
    document.getElementById(id)?.scrollIntoView({ block: 'center' })
    if (tries > 0) reveal(id, tries - 1)
  })
}

export const rowId = (id: string) => `draft-${id}`
export const lineId = (sheet: string, line: number) => `source-${sheet}-${line}`
export const findingId = (key: string) => `finding-${key}`

interface ReviewProps {
  document: ReadDocument
  reading: Reading
}

export function Review({ document, reading }: ReviewProps) {
  const { t, n } = useReader()
  const framework = useFramework(reading.editionCode)
  const settle = useSettle(document)
  const maySettle = useMay('PLAN_IMPORT') && document.state === 'READ'
  const [spot, setSpot] = useState<Spotlight>(NOTHING)
  const [pane, setPane] = useState<Pane>('findings')
  const [editing, setEditing] = useState<string | null>(null)
  const dimensions = useMemo(() => framework.data?.dimensions ?? [], [framework.data])

  const showRow = useCallback(
    (id: string, finding: string | null = null) => {
      const place = reading.initiatives.find((row) => row.id === id)?.place
      setSpot({ rows: [id], sheet: place?.sheet ?? null, line: place?.line ?? null, finding })
      setPane('rows')
      reveal(rowId(id))
      if (place) reveal(lineId(place.sheet, place.line))
    },
    [reading.initiatives],
  )
  const showFinding = useCallback(
    (finding: Finding, target: Pane = 'findings') => {
      const first = finding.initiativeIds[0]
      const place =
        finding.place ?? reading.initiatives.find((row) => row.id === first)?.place ?? null
      setSpot({
        rows: finding.initiativeIds,
        sheet: place?.sheet ?? null,
        line: place?.line ?? null,
        finding: finding.key,
      })
      setPane(target)
      if (target !== 'findings') {
        if (place) reveal(lineId(place.sheet, place.line))
        if (first) reveal(rowId(first))
      } else {
        reveal(findingId(finding.key))
        if (place) reveal(lineId(place.sheet, place.line))
        if (first) reveal(rowId(first))
      }
    },
    [reading.initiatives],
  )
  const edit = useCallback(
    (id: string) => {
      setEditing(id)
      showRow(id)
    },
    [showRow],
  )

  return (
    <Page
      title={t.intake.reviewTitle}
      tabTitle={document.fileName}
      lead={
        <>
          <strong lang="th">{document.fileName}</strong>
          {reading.organisationNamePrinted && (
            <span lang="th"> · {reading.organisationNamePrinted}</span>
          )}
          <br />
          {t.intake.reviewLead}
        </>
      }
      actions={
        <a href={`/documents/${encodeURIComponent(document.id)}/file`}>
          <Icon name="download" /> {t.intake.original}
        </a>
      }
    >
      {document.state === 'ACCEPTED' && <Notice title={t.intake.accepted} icon="check" />}
      <TotalsTable reading={reading} dimensions={dimensions} />
      <SegmentedControl
        className="review-tabs"
        fullWidth
        aria-label={t.intake.filter}
        value={pane}
        onChange={(value) => setPane(value as Pane)}
        data={[
          { value: 'source', label: t.intake.source },
          { value: 'rows', label: `${t.intake.rows} ${n(reading.initiatives.length)}` },
          { value: 'findings', label: `${t.intake.findings} ${n(reading.findings.length)}` },
        ]}
      />
      <div className="review" data-pane={pane}>
        <SourcePane reading={reading} spot={spot} onRow={showRow} />
        <RowsPane
          reading={reading}
          dimensions={dimensions}
          spot={spot}
          editing={editing}
          maySettle={maySettle}
          settle={settle}
          onEdit={setEditing}
          onShow={showRow}
          onFinding={showFinding}
        />
        <FindingsPane
          findings={reading.findings}
          rows={reading.initiatives}
          spot={spot}
          maySettle={maySettle}
          settle={settle}
          onShow={showFinding}
          onRow={showRow}
          onEdit={edit}
        />
      </div>
      {maySettle && (
        <AcceptBar
          document={document}
          findings={reading.findings}
          settleError={settle.error}
          onShow={showFinding}
        />
      )}
    </Page>
  )
}
