import { describe, expect, test } from 'vitest'
import { gateOf, type Reason } from './gate'

const reason = (part: Reason['part'], initiativeId: string | null, be?: number): Reason => ({
  id: 'reason',
  part,
  initiativeId,
  fiscalYear: be === undefined ? null : { be },
  sectionCode: '',
  reason: 'ยอดไม่ตรง',
  byName: 'จังหวัด',
  at: '2026-01-01T00:00:00Z',
})

describe('what of a plan is open', () => {
  test('a draft is open, and nothing is while others have it', () => {
    expect(gateOf({ stage: 'DRAFT', returned: [] }).isOpen('a', 2561)).toBe(true)
    for (const stage of [
      'IN_COMMITTEE',
      'SUBMITTED',
      'ACCEPTED',
      'ADOPTED',
      'PUBLISHED',
    ] as const) {
      const gate = gateOf({ stage, returned: [reason('PLAN', null)] })
      expect([gate.isAny, gate.isWhole, gate.isOpen('a')]).toEqual([false, false, false])
    }
  })

  test('a returned cell opens itself only', () => {
    const gate = gateOf({ stage: 'RETURNED', returned: [reason('CELL', 'a', 2562)] })
    expect([gate.isAny, gate.isWhole]).toEqual([true, false])
    expect(gate.isOpen('a', 2562)).toBe(true)
    expect([gate.isOpen('a', 2561), gate.isOpen('a'), gate.isOpen('b', 2562)]).toEqual([
      false,
      false,
      false,
    ])
    expect(gate.reasonsOf('a')).toHaveLength(1)
    expect(gate.reasonsOf('b')).toHaveLength(0)
  })

  test('a returned row opens its fields and all its years', () => {
    const gate = gateOf({ stage: 'RETURNED', returned: [reason('ROW', 'a')] })
    expect([gate.isOpen('a'), gate.isOpen('a', 2564), gate.isOpen('b')]).toEqual([
      true,
      true,
      false,
    ])
  })

  test('a plan returned whole is as open as a draft', () => {
    const gate = gateOf({ stage: 'RETURNED', returned: [reason('PLAN', null)] })
    expect([gate.isWhole, gate.isOpen('a')]).toEqual([true, true])
  })
})
