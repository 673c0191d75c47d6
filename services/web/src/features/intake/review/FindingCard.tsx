/** One finding: what was noticed, where, its values, and what an officer may do about it. */
import { Explain } from '../../../parts/Explain'
import { Icon } from '../../../parts/Icon'
import { SeverityMark } from '../../../parts/Marks'
import { useReader } from '../../../parts/reader'
import { isOpen, type DraftRow, type Finding, type useSettle } from '../documents'
import { FindingValues } from './FindingValues'
import { findingId, type Pane } from './Review'

interface FindingCardProps {
  finding: Finding
  rows: DraftRow[]
  isLit: boolean
  maySettle: boolean
  settle: ReturnType<typeof useSettle>
  onShow: (finding: Finding, target?: Pane) => void
  onRow: (id: string, finding: string | null) => void
  onEdit: (id: string) => void
}

export function FindingCard(props: FindingCardProps) {
  const { finding, rows, isLit, maySettle, settle, onShow, onRow, onEdit } = props
  const { t, n, told, moment } = useReader()
  const about = finding.initiativeIds.flatMap((id) => rows.find((row) => row.id === id) ?? [])
  const names = ['finding', isLit && 'lit', !isOpen(finding) && 'settled'].filter(Boolean)
  return (
    <li id={findingId(finding.key)} className={names.join(' ')}>
      <div className="row">
        <SeverityMark severity={finding.severity} />
        {finding.missionCode || finding.dimensionCode ? (
          <span className="soft small">
            {finding.missionCode
              ? t.mission(n(finding.missionCode))
              : t.dimension(n(finding.dimensionCode ?? ''))}
          </span>
        ) : null}
        {finding.place && (
          <button
            type="button"
            className="quiet-button small"
            onClick={() => onShow(finding, 'source')}
          >
            <Icon name="link" size={15} />
            {t.intake.line(n(finding.place.line))}
          </button>
        )}
      </div>
      <button type="button" className="finding-text" onClick={() => onShow(finding)}>
        {told(finding)}
      </button>
      <FindingValues finding={finding} />
      {about.length > 0 && (
        <ul className="plain finding-rows">
          {about.map((row) => (
            <li key={row.id}>
              <button
                type="button"
                className="quiet-button small"
                lang="th"
                onClick={() => onRow(row.id, finding.key)}
              >
                {n(`${row.missionCode} (${row.number})`)} {row.title}
              </button>
              {maySettle && (
                <button
                  type="button"
                  className="quiet-button small"
                  aria-label={`${t.intake.editOrMove}: ${row.title}`}
                  onClick={() => onEdit(row.id)}
                >
                  <Icon name="edit" size={15} />
                  {t.intake.editOrMove}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {finding.explanation && (
        <p className="explanation">
          <Icon name="check" size={16} /> <strong>{t.intake.explained}</strong>{' '}
          {finding.explanation.text}
          <span className="soft small">
            {' '}
            {finding.explanation.by} {moment(finding.explanation.at)}
          </span>
        </p>
      )}
      {maySettle && (
        <Explain
          finding={`${settle.documentId} ${finding.key}`}
          said={finding.explanation?.text}
          isPending={settle.isPending}
          onSay={(text, done) =>
            settle.mutate({ do: 'explain', findingKey: finding.key, text }, { onSuccess: done })
          }
        />
      )}
    </li>
  )
}
