/** The order and both committees as their form holds them, and their way to the server. */
import type { QueryClient } from '@tanstack/react-query'
import {
  SetAppointmentDocument,
  SetCommitteeDocument,
  type AppointmentPartsFragment,
  type CommitteeKind,
  type ProblemPartsFragment,
} from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { BESIDE_KEY, raise, refusal, textOf, type Beside } from './beside'
import type { Held, Send } from '../../../parts/draft'
import type { MemberValue } from './members'

export const KINDS: CommitteeKind[] = ['PLAN_MAKING', 'MONITORING']

export interface AppointmentValue extends Record<CommitteeKind, MemberValue[]> {
  orderNumber: string
  orderedOn: string | null
  preamble: string
}

export function valueOf(order: AppointmentPartsFragment | null): AppointmentValue {
  const members = (kind: CommitteeKind) =>
    (order?.committees.find((one) => one.kind === kind)?.members ?? []).map(memberOf)
  return {
    orderNumber: order?.orderNumber ?? '',
    orderedOn: order?.orderedOn ?? null,
    preamble: order?.preamble ?? '',
    PLAN_MAKING: members('PLAN_MAKING'),
    MONITORING: members('MONITORING'),
  }
}

const memberOf = (one: { name?: unknown; post?: unknown; duty?: unknown }): MemberValue => ({
  name: textOf(one.name),
  post: textOf(one.post),
  duty: textOf(one.duty),
})

interface Answered {
  appointment?: AppointmentPartsFragment | null | undefined
  planVersion?: number | null | undefined
  problems: ProblemPartsFragment[]
}

/**
 * Head and committees share one version, and each is a call of its own. What went through is
 * remembered, so that a line that broke in between is taken up where it broke.
 */
export function appointmentSender(client: QueryClient, planId: string): Send<AppointmentValue> {
  let reached: (Held<AppointmentValue> & { from: number }) | null = null
  return async (value, version) => {
    const cached = client.getQueryData<Beside | null>(BESIDE_KEY)?.appointment ?? null
    let held: Held<AppointmentValue> =
      reached?.from === version ? reached : { value: valueOf(cached), version }
    for (const call of callsFor(value, held.value)) {
      const answer = await call(planId, held.version)
      const { appointment } = answer
      const problem = answer.problems[0]
      if (problem || !appointment) return refusal(problem!, currentOf)
      held = { value: valueOf(appointment), version: appointment.version }
      reached = { ...held, from: version }
      client.setQueryData<Beside | null>(BESIDE_KEY, (old) => old && { ...old, appointment })
      raise(client, answer.planVersion ?? 0)
    }
    reached = null
    return { held }
  }
}

type Call = (planId: string, version: number) => Promise<Answered>

function callsFor(value: AppointmentValue, known: AppointmentValue): Call[] {
  const { orderNumber, orderedOn, preamble } = value
  const isHeadNew =
    orderNumber !== known.orderNumber ||
    orderedOn !== known.orderedOn ||
    preamble !== known.preamble
  const head: Call = async (planId, version) => {
    const input = { planId, version, orderNumber, orderedOn, preamble }
    return (await ask(SetAppointmentDocument, { input })).setAppointment
  }
  const lists = KINDS.map((committee) => ({ committee, members: begun(value[committee]) }))
    .filter(({ committee, members }) => !isSame(members, known[committee]))
    .map(({ committee, members }): Call => async (planId, version) => {
      const input = { planId, version, committee, members }
      return (await ask(SetCommitteeDocument, { input })).setCommittee
    })
  return [...(isHeadNew ? [head] : []), ...lists]
}

/** A line that says nobody yet is not sent. */
const begun = (members: readonly MemberValue[]) =>
  members.filter((one) => one.name.trim() || one.post.trim())

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

function currentOf(current: Record<string, unknown>): AppointmentValue {
  const listed = Array.isArray(current['members']) ? (current['members'] as unknown[]) : []
  const members = listed as (MemberValue & { committee: CommitteeKind })[]
  const of = (kind: CommitteeKind) => members.filter((one) => one.committee === kind).map(memberOf)
  return {
    orderNumber: textOf(current['orderNumber']),
    orderedOn: textOf(current['orderedOn']) || null,
    preamble: textOf(current['preamble']),
    PLAN_MAKING: of('PLAN_MAKING'),
    MONITORING: of('MONITORING'),
  }
}
