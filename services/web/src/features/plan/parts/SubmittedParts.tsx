/** Part 3 and the committees of a revision, to be read and printed. */
import type { CommitteeKind } from '../../../gql/graphql'
import { useReader } from '../../../parts/reader'
import { PartMark } from '../../review/PartMark'
import type { Revision } from '../RevisionPage'
import { KINDS } from './appointment'
import { Fields } from './DraftMark'
import { sheetValue, wordsOf } from './sheet'

type SubmittedPartsProps = Pick<Revision, 'sheets' | 'appointment'>

export function SubmittedParts({ sheets, appointment }: SubmittedPartsProps) {
  const reader = useReader()
  const { t, n, date } = reader
  const membersOf = (kind: CommitteeKind) =>
    appointment?.committees.find((one) => one.kind === kind)?.members ?? []
  return (
    <div className="prose" lang="th">
      {sheets.length > 0 && <h2>{t.parts.tabs.sheets}</h2>}
      {sheets.map(({ row, sheet }) => (
        <section key={`${row.missionCode}/${row.number}`}>
          <h3>
            {n(`${row.missionCode}/${row.number} `)}
            {row.title}
          </h3>
          <Fields fields={wordsOf(sheetValue(sheet), reader).filter(([, words]) => words)} />
        </section>
      ))}
      {appointment && (
        <section>
          <h2>{t.parts.order}</h2>
          <PartMark spot={{ part: 'COMMITTEES' }} />
          <p>
            {appointment.orderNumber && `${t.parts.orderNumber} ${appointment.orderNumber} `}
            {appointment.orderedOn && `${t.parts.orderedOn} ${date(appointment.orderedOn)}`}
          </p>
          {appointment.preamble && <p className="lines-kept">{appointment.preamble}</p>}
          {KINDS.map((kind) => (
            <section key={kind}>
              <h3>{t.parts.committees[kind]}</h3>
              {membersOf(kind).length === 0 && <p className="soft">{t.parts.noMembers}</p>}
              <ol>
                {membersOf(kind).map((one, at) => (
                  // oxlint-disable-next-line react/no-array-index-key -- a list that is read
                  <li key={at}>{[one.name, one.post, one.duty].filter(Boolean).join(' · ')}</li>
                ))}
              </ol>
            </section>
          ))}
        </section>
      )}
    </div>
  )
}
