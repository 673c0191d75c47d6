import { expect, test } from 'vitest'
import type { Initiative, Plan } from './plan'
import { isAsLeft, positionBack, positionBelow } from './rowSteps'

const row = (id: string, number: number, missionCode = '1.1', amount = '5'): Initiative =>
  ({
    id,
    number,
    missionCode,
    title: id,
    kind: 'PROJECT',
    remarks: '',
    budgets: [{ id: `${id}-c`, state: 'AMOUNT', amount }],
  }) as Initiative
const plan = (...initiatives: Initiative[]) => ({ initiatives }) as Plan

test('a moved row goes back below the row that stood above it, wherever that is now', () => {
  const before = plan(row('a', 1), row('b', 2), row('c', 3))
  const now = plan(row('new', 1), row('a', 2), row('b', 3), row('c', 1, '1.2'))
  expect(positionBelow(now, 'c', '1.1', positionBack(before, 'c'))).toBe(4)
})

test('where the rows above are gone it goes to the front', () => {
  const before = plan(row('a', 1), row('b', 2))
  expect(positionBelow(plan(row('x', 1)), 'b', '1.1', positionBack(before, 'b'))).toBe(1)
})

test('a row that a colleague changed is not as it was left; equal amounts are equal', () => {
  expect(isAsLeft(row('a', 9, '1.1', '5.00'), [row('a', 1)])).toBe(true)
  expect(isAsLeft(row('a', 1, '1.1', '6'), [row('a', 1)])).toBe(false)
  expect(isAsLeft({ ...row('a', 1), title: 'ใหม่' }, [row('a', 1)])).toBe(false)
  expect(isAsLeft(row('b', 1), [row('a', 1)])).toBe(false)
})
