/** บัญชีเปลี่ยนแปลง: what an amendment is, what stood before and after, and who signed it. */
import '../../../styles/amendment.css'
import type {
  AmendmentChangesPartsFragment,
  EditionPartsFragment,
  StepPartsFragment,
} from '../../../gql/graphql'
import { Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { DiffView } from '../diff/DiffView'
import { AnnexTotals } from './AnnexTotals'
import { sideWords, type DiffRow } from '../diff/words'
import { RowReason, type Said } from './RowReason'
import { nameOf, type Head } from './words'

export interface AnnexFacts extends Head {
  organisation: { nameTh: string }
  edition: EditionPartsFragment
  steps: StepPartsFragment[]
  rowReasons: Said[]
  changes: AmendmentChangesPartsFragment
}

interface AnnexProps {
  annex: AnnexFacts
  /** While the reasons of its rows may be said. */
  openId?: string | undefined
}

export function Annex({ annex, openId }: AnnexProps) {
  const { t, told } = useReader()
  const { diff, mismatches } = annex.changes
  const adoption = annex.steps.findLast((step) => step.kind === 'ADOPTED')
  const lineOf = ({ initiativeId }: DiffRow, title: string) => {
    const said = annex.rowReasons.find((one) => one.initiativeId === initiativeId)
    return (
      <RowReason
        title={title}
        said={said ?? { initiativeId: initiativeId ?? '', reason: '' }}
        general={annex.reason}
        amendmentId={initiativeId ? openId : undefined}
      />
    )
  }
  return (
    <div className="stack annex">
      <Facts annex={annex} isAdopted={adoption !== undefined} />
      {!adoption && mismatches.length > 0 && (
        <div className="no-print">
          <Notice title={t.amendment.look} icon="alert" attention>
            <ul className="plain">
              {mismatches.map((one) => (
                <li key={one.code}>{told(one)}</li>
              ))}
            </ul>
            <p className="soft">{t.amendment.looksNote}</p>
          </Notice>
        </div>
      )}
      <DiffView diff={diff} edition={annex.edition} isAnnex lineOf={lineOf} />
      {!diff.isEmpty && <AnnexTotals totals={diff.totals} edition={annex.edition} />}
      <Signature adoption={adoption} />
    </div>
  )
}

function Facts({ annex, isAdopted }: { annex: AnnexFacts; isAdopted: boolean }) {
  const reader = useReader()
  const { t, n, date } = reader
  const { before, after } = annex.changes.diff
  const unsaid = <span className="soft">{t.amendment.unsaid}</span>
  const mark = isAdopted ? 'adoptedMark' : after.number == null ? 'draftMark' : 'submittedMark'
  return (
    <dl className="annex-facts" aria-label={t.amendment.facts}>
      <dt>{t.amendment.which}</dt>
      <dd>
        {nameOf(reader, annex)} <span className="tag">{t.amendment[mark]}</span>
      </dd>
      <dt>{t.amendment.between}</dt>
      <dd>{t.amendment.fromTo(n(before.number ?? ''), sideWords(reader, after))}</dd>
      <dt>{t.amendment.reason}</dt>
      <dd lang="th">{annex.reason}</dd>
      <dt>{t.amendment.orderShort}</dt>
      <dd>{annex.orderNumber ? n(annex.orderNumber) : unsaid}</dd>
      <dt>{t.amendment.metShort}</dt>
      <dd>{annex.metOn ? date(annex.metOn) : unsaid}</dd>
    </dl>
  )
}

/** As under an announcement; the lines stay empty while nobody has signed. */
function Signature({ adoption }: { adoption: StepPartsFragment | undefined }) {
  const { t, n, date } = useReader()
  const line = <span className="write-line" aria-hidden="true" />
  return (
    <section className="annex-signature" aria-label={t.amendment.signature}>
      <p>
        {t.amendment.signedLine} {line}
      </p>
      {adoption ? (
        <>
          <p lang="th">({adoption.signedBy})</p>
          <p lang="th">{adoption.signedAs}</p>
          {adoption.actingFor && <p lang="th">{adoption.actingFor}</p>}
          {adoption.signedOn && (
            <p>{t.steps.order(n(adoption.orderNumber), date(adoption.signedOn))}</p>
          )}
        </>
      ) : (
        <>
          <p>({line})</p>
          <p>
            {t.amendment.positionLine} {line}
          </p>
          <p className="soft">{t.amendment.notAdopted}</p>
        </>
      )}
    </section>
  )
}
