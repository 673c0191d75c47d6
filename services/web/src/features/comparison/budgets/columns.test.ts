import { expect, test } from 'vitest'
import { columnsOf } from './columns'
import type { Comparison, Filters } from '../comparison'

const comparison = {
  fiscalYears: [{ be: 2561 }, { be: 2562 }],
  edition: { dimensions: [{ code: '1' }, { code: '2' }] },
} as unknown as Comparison
const filters = (change: Partial<Filters>) =>
  ({ view: 'years', dimension: null, ...change }) as Filters
const source = {
  total: '30',
  years: [
    { be: 2561, amount: '10' },
    { be: 2562, amount: '20' },
  ],
  dimensions: [
    { dimensionCode: '1', total: '25', years: [{ be: 2561, amount: '5' }] },
    { dimensionCode: '2', total: '5', years: [] },
  ],
}
const shown = (change: Partial<Filters>) =>
  columnsOf(comparison, filters(change)).map((column) => [column.key, column.amount(source)])

test('by year, of all dimensions or of one', () => {
  expect(shown({})).toEqual([
    ['2561', '10'],
    ['2562', '20'],
    ['total', '30'],
  ])
  expect(shown({ dimension: '1' })).toEqual([
    ['2561', '5'],
    ['2562', null],
    ['total', '25'],
  ])
})

test('by dimension, and by both', () => {
  expect(shown({ view: 'dimensions' }).map(([key]) => key)).toEqual(['d1', 'd2', 'total'])
  expect(shown({ view: 'both' }).map(([key]) => key)).toEqual([
    '2561d1',
    '2561d2',
    '2561',
    '2562d1',
    '2562d2',
    '2562',
    'total',
  ])
})
