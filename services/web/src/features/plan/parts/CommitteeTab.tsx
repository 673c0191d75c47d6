/** The appointment order and its two committees; all of it is one draft that saves by itself. */
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CommitteeKind } from '../../../gql/graphql'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader, type Reader } from '../../../parts/reader'
import { COMMITTEE_FIELDS } from '../history/fields'
import { HistoryLink } from '../history/HistoryPanel'
import type { Plan } from '../plan'
import { appointmentSender, KINDS, valueOf, type AppointmentValue } from './appointment'
import { useBeside, useGate, type Beside } from './beside'
import { storeOf, type Held } from '../../../parts/draft'
import { ThaiDay } from '../../../parts/ThaiDay'
import { DraftChoice, DraftMark, Fields, LockNote } from './DraftMark'
import { Line, Long } from './fields'
import { MemberList } from './MemberList'
import { useDraft } from '../../../parts/useDraft'

interface TabProps {
  plan: Plan
  username: string
}

export default function CommitteeTab({ plan, username }: TabProps) {
  const beside = useBeside(plan)
  if (!beside.data) {
    return beside.isError ? (
      <Failed error={beside.error} onAgain={() => void beside.refetch()} />
    ) : (
      <Loading />
    )
  }
  return <Order plan={plan} username={username} beside={beside.data} />
}

function Order({ plan, username, beside }: TabProps & { beside: Beside }) {
  const reader = useReader()
  const { t } = reader
  const client = useQueryClient()
  const gate = useGate(beside)({ kind: 'COMMITTEES' })
  const { appointment } = beside
  const held = useMemo<Held<AppointmentValue>>(
    () => ({ value: valueOf(appointment ?? null), version: appointment?.version ?? 0 }),
    [appointment],
  )
  const send = useMemo(() => appointmentSender(client, plan.id), [client, plan.id])
  const draft = useDraft(storeOf(username, plan.id, 'appointment'), held, send)
  const { value } = draft.picture
  const set = (part: Partial<AppointmentValue>) => draft.set({ ...value, ...part })
  return (
    <div className="part-tab">
      <div className="row spread">
        <p className="soft">{t.parts.committeesLead}</p>
        <div className="row">
          <HistoryLink
            title={t.history.subjects.COMMITTEES}
            filter={{ committees: true }}
            fields={COMMITTEE_FIELDS}
          />
          {gate.isOpen && <DraftMark draft={draft} />}
        </div>
      </div>
      <LockNote gate={gate} />
      <DraftChoice draft={draft} inWords={(one) => wordsOf(one, reader)} />
      <section className="card stack">
        <h2>{t.parts.order}</h2>
        {gate.isOpen ? (
          <div className="form-grid">
            <Line
              label={t.parts.orderNumber}
              value={value.orderNumber}
              onChange={(orderNumber) => set({ orderNumber })}
            />
            <ThaiDay
              isOptional
              label={t.parts.orderedOn}
              value={value.orderedOn ?? ''}
              // Half a day is not saved, and does not take the saved one away.
              onChange={(iso, isEmpty) => {
                if (iso || isEmpty) set({ orderedOn: iso || null })
              }}
              hint={
                value.orderedOn
                  ? t.parts.orderedOnSaved(reader.date(value.orderedOn))
                  : t.parts.orderedOnHint
              }
            />
            <Long
              wide
              label={t.parts.preamble}
              value={value.preamble}
              onChange={(preamble) => set({ preamble })}
            />
          </div>
        ) : (
          <Fields fields={wordsOf(value, reader).slice(0, 3)} />
        )}
      </section>
      {KINDS.map((kind) => (
        <section key={kind} className="card stack">
          <h2>{t.parts.committees[kind]}</h2>
          <MemberList
            asked={`${plan.id} ${kind}`}
            name={t.parts.committees[kind]}
            members={value[kind]}
            isOpen={gate.isOpen}
            onChange={(members) => set({ [kind]: members } as Record<CommitteeKind, never>)}
          />
        </section>
      ))}
    </div>
  )
}

function wordsOf(value: AppointmentValue, { t, date }: Reader): [string, string][] {
  return [
    [t.parts.orderNumber, value.orderNumber],
    [t.parts.orderedOn, value.orderedOn ? date(value.orderedOn) : ''],
    [t.parts.preamble, value.preamble],
    ...KINDS.map((kind): [string, string] => [
      t.parts.committees[kind],
      value[kind].map((one) => Object.values(one).filter(Boolean).join(' · ')).join('\n'),
    ]),
  ]
}
