import { expect, test } from 'vitest'
import type { Compared } from '../comparison'
import { covered, stepsFor } from './measures'

const made = (more: Partial<Compared>) =>
  ({ revisionNumber: 1, total: '0', timeliness: 'ON_TIME', coverage: [], ...more }) as Compared
const cells = (...totals: number[]) =>
  totals.map((total) => ({ counts: { total } })) as unknown as Compared['coverage']

test('who has no plan is in no step, whatever is shown', () => {
  const none = made({ revisionNumber: null, timeliness: 'MISSING', coverage: cells(0, 0) })
  for (const measure of ['timeliness', 'coverage', 'total'] as const)
    expect(stepsFor(measure, [none])(none)).toBe(0)
})

test('coverage steps follow the share of missions with rows', () => {
  const step = stepsFor('coverage', [])
  expect(step(made({ coverage: cells(0, 0, 0, 0, 0) }))).toBe(1)
  expect(step(made({ coverage: cells(1, 0, 3, 0, 0) }))).toBe(2)
  expect(step(made({ coverage: cells(1, 1, 1, 1, 1) }))).toBe(5)
  expect(covered(made({ coverage: cells(1, 0, 2) }))).toBe(2)
})

test('money steps are fifths of those shown: equal amounts stand in the same one', () => {
  const all = ['10', '20', '30', '40', '50', '50'].map((total) => made({ total }))
  const step = stepsFor('total', all)
  expect(all.map(step)).toEqual([1, 2, 3, 4, 5, 5])
})
