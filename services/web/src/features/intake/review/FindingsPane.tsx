/** Every finding with its values and the honest choices: correct, move, explain. */
import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { Severity } from '../../../gql/graphql'
import { Scroller } from '../../../parts/Scroller'
import { useReader } from '../../../parts/reader'
import { isOpen, type DraftRow, type Finding, type useSettle } from '../documents'
import { FindingCard } from './FindingCard'
import type { Pane, Spotlight } from './Review'

interface FindingsPaneProps {
  findings: Finding[]
  rows: DraftRow[]
  spot: Spotlight
  maySettle: boolean
  settle: ReturnType<typeof useSettle>
  onShow: (finding: Finding, target?: Pane) => void
  onRow: (id: string, finding: string | null) => void
  onEdit: (id: string) => void
}

type Filter = 'ALL' | 'OPEN' | Severity
const ORDER: Severity[] = ['CRITICAL', 'ERROR', 'WARNING']

export function FindingsPane(props: FindingsPaneProps) {
  const { findings, rows, spot, maySettle, settle, onShow, onRow, onEdit } = props
  const { t, n } = useReader()
  const [filter, setFilter] = useState<Filter>('ALL')
  const isIn = (finding: Finding, which: Filter) =>
    which === 'ALL' || (which === 'OPEN' ? isOpen(finding) : finding.severity === which)
  const shown = ORDER.flatMap((severity) =>
    findings.filter((one) => one.severity === severity && isIn(one, filter)),
  )
  const filters: [Filter, string][] = [
    ['ALL', t.intake.all],
    ['OPEN', t.intake.open],
    ...ORDER.map((severity): [Filter, string] => [severity, t.severity[severity]]),
  ]
  return (
    <div className="pane findings">
      <div className="pane-head">
        <h2 id="pane-findings">{t.intake.findings}</h2>
        <NativeSelect
          size="sm"
          aria-label={t.intake.filter}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value as Filter)}
          data={filters.map(([value, label]) => ({
            value,
            label: `${label} ${n(findings.filter((one) => isIn(one, value)).length)}`,
          }))}
        />
      </div>
      <Scroller className="pane-body" label={t.intake.findings}>
        {!shown.length && (
          <p className="soft">{findings.length ? t.intake.noneHere : t.intake.noFindings}</p>
        )}
        <ul className="plain">
          {shown.map((finding) => (
            <FindingCard
              key={finding.key}
              finding={finding}
              rows={rows}
              isLit={spot.finding === finding.key}
              maySettle={maySettle}
              settle={settle}
              onShow={onShow}
              onRow={onRow}
              onEdit={onEdit}
            />
          ))}
        </ul>
      </Scroller>
    </div>
  )
}
