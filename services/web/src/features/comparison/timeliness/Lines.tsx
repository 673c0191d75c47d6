/** Every organisation: when its plan came, where it stands, which parts are still missing. */
import { Link } from 'wouter'
import { useReader, type Reader } from '../../../parts/reader'
import type { ScreenProps } from '../screens'
import { ScreenTable, type TableColumn } from '../ScreenTable'
import { OrganisationName } from './ToChase'
import type { Line, Submissions } from './TimelinessScreen'

interface LinesProps extends ScreenProps {
  found: Submissions
}

export function Lines({ found, area, filters, change }: LinesProps) {
  const reader = useReader()
  const { t } = reader
  return (
    <div className="stack">
      <h2>{t.submissions.all}</h2>
      <ScreenTable
        label={t.submissions.all}
        rows={found.organisations}
        keyOf={(line) => line.organisation.code}
        columns={columnsFor(reader, area.edition.code)}
        filters={filters}
        change={change}
      />
    </div>
  )
}

const TIMES = ['MISSING', 'LATE', 'AWAITED', 'ON_TIME']
const STAGES = ['RETURNED', 'SUBMITTED', 'ACCEPTED', 'ADOPTED', 'PUBLISHED'] as const

function columnsFor({ t, n, name, date }: Reader, edition: string): TableColumn<Line>[] {
  const titles = {
    MISSING: t.comparison.missingTitle,
    LATE: t.comparison.lateTitle,
    AWAITED: t.comparison.awaitedTitle,
    ON_TIME: t.comparison.onTimeTitle,
  }
  const stageOf = (line: Line) => STAGES.find((one) => one === line.stage)
  return [
    {
      key: 'name',
      head: t.comparison.organisation,
      value: (line) => line.organisation.nameShortTh,
      cell: (line) => <OrganisationName line={line} />,
    },
    {
      key: 'district',
      head: t.comparison.districtLabel,
      value: (line) => (line.organisation.district ? name(line.organisation.district) : null),
      cell: (line) => (line.organisation.district ? name(line.organisation.district) : '–'),
    },
    {
      key: 'time',
      head: t.comparison.tabs.timeliness,
      value: (line) => TIMES.indexOf(line.timeliness) * 100_000 - line.daysLate,
      cell: (line) => (
        <span className={`time-mark ${line.timeliness}`}>
          {titles[line.timeliness]}
          {line.daysLate > 0 && (
            <strong>
              {' '}
              {line.timeliness === 'LATE'
                ? t.comparison.daysLate(n(line.daysLate))
                : t.comparison.overdue(n(line.daysLate))}
            </strong>
          )}
        </span>
      ),
    },
    {
      key: 'stage',
      head: t.review.stage,
      value: (line) => (line.stage ? STAGES.indexOf(stageOf(line) ?? 'SUBMITTED') : null),
      cell: (line) => {
        const stage = stageOf(line)
        if (!stage) return <span className="soft">{t.comparison.noPlan}</span>
        return (
          <>
            {t.review.stages[stage]}{' '}
            {line.stageSince && <span className="soft small">{date(line.stageSince)}</span>}
          </>
        )
      },
    },
    {
      key: 'revision',
      head: t.submissions.revision,
      value: (line) => line.revisionNumber ?? null,
      cell: (line) => (line.revisionNumber ? n(line.revisionNumber) : ''),
      isFigure: true,
    },
    {
      key: 'parts',
      head: t.submissions.parts,
      value: (line) => line.parts?.missing.length ?? null,
      cell: (line) => <Missing line={line} />,
    },
    {
      key: 'reports',
      head: t.submissions.reports,
      value: (line) => line.reports,
      cell: (line) => n(line.reports),
      isFigure: true,
    },
    {
      key: 'profile',
      head: t.profile.tab,
      cell: ({ organisation }) => (
        <Link href={`/profile/${organisation.code}?edition=${encodeURIComponent(edition)}`}>
          {t.profile.tab} <span className="unseen">{organisation.nameShortTh}</span>
        </Link>
      ),
    },
  ]
}

/** Which parts are not whole, with how much of each is there. */
function Missing({ line }: { line: Line }) {
  const { t, n } = useReader()
  const { parts } = line
  if (!parts) return <span className="soft">{line.stage ? t.submissions.notCounted : ''}</span>
  if (!parts.missing.length) return <span>{t.submissions.whole}</span>
  const told: Record<string, string> = {
    SECTIONS: t.submissions.missing.SECTIONS(n(parts.sections)),
    RISKS: t.submissions.missing.RISKS(n(parts.risksAnswered), n(parts.risks)),
    SHEETS: t.submissions.missing.SHEETS(n(parts.sheets), n(parts.rows)),
    RESPONSIBLE: t.submissions.missing.RESPONSIBLE(n(parts.responsible), n(parts.rows)),
    COMMITTEES: t.submissions.missing.COMMITTEES(n(parts.committees)),
  }
  return (
    <ul className="plain small part-list">
      {parts.missing.map((one) => (
        <li key={one}>{told[one] ?? one}</li>
      ))}
    </ul>
  )
}
