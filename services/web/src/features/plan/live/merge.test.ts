import { expect, test } from 'vitest'
import type { Cell, Initiative, Plan } from '../plan'
import { isArrangedAlike, mergeRows, newTo } from './merge'

const cell = (id: string, version: number, amount: string): Cell => ({
  id,
  version,
  state: 'AMOUNT',
  amount,
  fiscalYear: { be: 2561 },
})
const row = (id: string, version: number, title: string, ...budgets: Cell[]): Initiative =>
  ({ id, version, title, kind: 'PROJECT', remarks: '', number: 1, budgets }) as Initiative
const plan = (version: number, ...initiatives: Initiative[]) => ({ version, initiatives }) as Plan
const change = (version: number, ...initiatives: Initiative[]) => ({
  version,
  state: 'DRAFT' as const,
  initiatives,
})
const asIs = (one: Cell) => one

test('the newer of each cell and row stays, whichever way it came', () => {
  const mine = plan(5, row('a', 2, 'mine', cell('x', 3, '1'), cell('y', 1, '2')))
  const merged = mergeRows(
    mine,
    change(6, row('a', 1, 'old', cell('x', 2, '9'), cell('y', 2, '8'))),
  )
  expect(merged?.version).toBe(6)
  expect(merged?.initiatives[0]).toMatchObject({
    title: 'mine',
    budgets: [{ amount: '1' }, { amount: '8' }],
  })
})

test('rows that did not change stay the same object, so that they are not drawn again', () => {
  const mine = plan(5, row('a', 1, 'a', cell('x', 1, '1')), row('b', 1, 'b'))
  const merged = mergeRows(mine, change(6, row('a', 1, 'a', cell('x', 1, '1'))))
  expect(merged?.initiatives).toBe(mine.initiatives)
  expect(mergeRows(mine, change(5, row('b', 1, 'b')))).toBe(mine)
})

test('a row that is not on the page asks for the whole plan', () => {
  expect(mergeRows(plan(5), change(6, row('a', 1, 'a')))).toBeNull()
})

test('an older event does not take the version back', () => {
  expect(mergeRows(plan(7), change(6))?.version).toBe(7)
})

test('new is what differs from what is shown: not one’s own edit that is on its way', () => {
  const before = plan(1, row('a', 1, 'a', cell('x', 1, '1'), cell('y', 1, '2')))
  const after = plan(2, row('a', 2, 'b', cell('x', 2, '5'), cell('y', 2, '6')), row('n', 1, 'n'))
  expect(newTo(before, after, asIs)).toEqual(['budget:x', 'budget:y', 'title:a', 'title:n'])
  const typed = (one: Cell) => (one.id === 'x' ? cell('x', 1, '5') : one)
  expect(newTo(before, after, typed)).toEqual(['budget:y', 'title:a', 'title:n'])
})

test('rows that came, went or moved are an arrangement of their own', () => {
  const [a, b] = [row('a', 1, 'a'), row('b', 1, 'b')]
  expect(isArrangedAlike(plan(1, a, b), plan(2, row('a', 2, 'x'), b))).toBe(true)
  expect(isArrangedAlike(plan(1, a, b), plan(2, b, a))).toBe(false)
  expect(isArrangedAlike(plan(1, a, b), plan(2, a))).toBe(false)
})
