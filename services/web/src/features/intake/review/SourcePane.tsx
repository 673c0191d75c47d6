/** The document as it came: text lines and table rows with their line numbers. */
import { memo, useMemo } from 'react'
import { Scroller } from '../../../parts/Scroller'
import { useReader } from '../../../parts/reader'
import type { Reading } from '../documents'
import { lineId, type Spotlight } from './Review'

interface SourcePaneProps {
  reading: Reading
  spot: Spotlight
  onRow: (id: string) => void
}

export function SourcePane({ reading, spot, onRow }: SourcePaneProps) {
  const { t } = useReader()
  const rowAt = useMemo(() => {
    const places = new Map<string, string>()
    for (const row of reading.initiatives) {
      if (!row.place) continue
      const key = `${row.place.sheet}:${row.place.line}`
      if (!places.has(key)) places.set(key, row.id)
    }
    return places
  }, [reading.initiatives])
  return (
    <div className="pane source">
      <h2 id="pane-source">{t.intake.source}</h2>
      <Scroller className="pane-body" label={t.intake.source} lang="th">
        {reading.source.map((sheet) => (
          <div key={sheet.name}>
            {reading.source.length > 1 && <h3>{sheet.name}</h3>}
            {sheet.lines.map(({ line, cells }) => (
              <Line
                key={line}
                id={lineId(sheet.name, line)}
                line={line}
                cells={cells}
                rowId={rowAt.get(`${sheet.name}:${line}`)}
                isLit={spot.sheet === sheet.name && spot.line === line}
                onRow={onRow}
              />
            ))}
          </div>
        ))}
      </Scroller>
    </div>
  )
}

interface LineProps {
  id: string
  line: number
  cells: string[]
  rowId: string | undefined
  isLit: boolean
  onRow: (id: string) => void
}

const Line = memo(function Line({ id, line, cells, rowId, isLit, onRow }: LineProps) {
  const { t, n } = useReader()
  const name = t.intake.line(n(line))
  return (
    <div id={id} className={isLit ? 'source-line lit' : 'source-line'}>
      {rowId ? (
        <button
          type="button"
          className="line-number"
          aria-label={`${name}: ${t.intake.showRow}`}
          onClick={() => onRow(rowId)}
        >
          {n(line)}
        </button>
      ) : (
        <span className="line-number">{n(line)}</span>
      )}
      {cells.length > 1 ? (
        <span className="source-cells">
          {cells.map((cell, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- cells have no other name
            <span key={index}>{cell}</span>
          ))}
        </span>
      ) : (
        <span>{cells[0]}</span>
      )}
    </div>
  )
})
