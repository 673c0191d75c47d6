import { expect, test } from 'vitest'
import { fold, hiddenBy, NO_FILTER, readFilter, writeFilter } from './filter'
import type { Plan } from './plan'

const row = (id: string, missionCode: string, kind: string, states: string[]) => ({
  id,
  missionCode,
  dimensionCode: missionCode[0],
  kind,
  title: `${id} การ จัดซื้อ ๒๕๖๑`,
  remarks: '',
  budgets: states.map((state) => ({ state })),
})
const plan = {
  findings: [{ initiativeIds: ['b'] }],
  initiatives: [
    row('a', '1.1', 'PROJECT', ['AMOUNT', 'NONE']),
    row('b', '1.2', 'MEASURE', ['NONE', 'NONE']),
    row('c', '2.1', 'PROJECT', ['UNSTATED', 'AMOUNT']),
  ],
} as unknown as Plan
const shown = (given: Partial<typeof NO_FILTER>) => {
  const hidden = hiddenBy({ ...NO_FILTER, ...given }, plan)
  return plan.initiatives.filter((one) => !hidden?.has(one.id)).map((one) => one.id)
}

test('a filter goes into the address and comes back', () => {
  const filter = { text: 'ความโปร่งใส & อื่นๆ', place: '1.2', kind: 'PROJECT', only: 'blank' } as const
  expect(readFilter(writeFilter(filter))).toEqual(filter)
  expect(writeFilter(NO_FILTER)).toBe('')
  expect(readFilter('only=nonsense')).toEqual(NO_FILTER)
})

test('each part of a filter hides what does not fit, and together they all must', () => {
  expect(hiddenBy(NO_FILTER, plan)).toBeNull()
  expect(shown({ place: '1' })).toEqual(['a', 'b'])
  expect(shown({ place: '1.2' })).toEqual(['b'])
  expect(shown({ kind: 'PROJECT', place: '2' })).toEqual(['c'])
  expect(shown({ only: 'noMoney' })).toEqual(['b'])
  expect(shown({ only: 'blank' })).toEqual(['c'])
  expect(shown({ only: 'findings' })).toEqual(['b'])
})

test('text is found whatever its spaces, digits and marks', () => {
  expect(shown({ text: 'จัดซื้อ2561' })).toEqual(['a', 'b', 'c'])
  expect(shown({ text: 'จัดจ้าง' })).toEqual([])
  expect(fold('การดํา เนินเเผน')).toBe('การดำเนินแผน')
})
