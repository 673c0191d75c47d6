import { expect, test } from 'vitest'
import { texts } from '../../../text'
import type { Reader } from '../../../parts/reader'
import {
  barsOf,
  changeShown,
  choiceOf,
  makingOf,
  shownOf,
  toldOf,
  type Budgets,
  type Change,
  type Figure,
} from './budgets'

const reader = {
  t: texts.en,
  n: String,
  baht: (amount: string | null | undefined) => amount ?? '0',
} as unknown as Reader
const figure = (more: Partial<Figure>) =>
  ({
    value: null,
    amount: null,
    divisor: null,
    rows: 1,
    leftOut: 0,
    change: null,
    ...more,
  }) as Figure
const change = (more: Partial<Change>) => ({ amount: null, percent: null, ...more }) as Change

test('`-`, blank, nothing planned and unknown look and sound different', () => {
  const looks = (['NONE', 'UNSTATED', 'NO_ROWS', 'UNKNOWN'] as const).map((look) =>
    figure({ look }),
  )
  for (const say of [shownOf, toldOf]) {
    const said = looks.map((one) => say(reader, 'AMOUNT', one))
    expect(new Set(said).size).toBe(4)
    expect(said.every((one) => !one.includes('0'))).toBe(true)
  }
  expect(shownOf(reader, 'SHARE', figure({ look: 'VALUE', value: '37.50' }))).toBe('37.50%')
})

test('a change has a number only where there is a difference, and its sign without colour', () => {
  const shown = (more: Partial<Change>) => changeShown(reader, 'AMOUNT', change(more))
  expect(shown({ look: 'UP', amount: '50', percent: '50' })).toBe('▲ 50 (+50%)')
  expect(shown({ look: 'DOWN', amount: '-50', percent: '-33.33' })).toBe('▼ 50 (−33.33%)')
  expect(shown({ look: 'FROM_ZERO', amount: '50' })).toMatch(/^▲ 50 \(.*zero/)
  expect(shown({ look: 'SAME', amount: '0', percent: '0' })).not.toMatch(/\d/)
  expect(shown({ look: 'BEGAN' })).not.toMatch(/\d/)
  expect(changeShown(reader, 'SHARE', change({ look: 'DOWN', amount: '-2.5' }))).toBe(
    '▼ 2.5 points',
  )
})

test('a figure says how it was made, and who was left out', () => {
  const made = figure({ look: 'VALUE', value: '125', amount: '250', divisor: '2', leftOut: 3 })
  const [how, who] = makingOf(reader, 'PER_INITIATIVE', made)
  expect(how).toMatch(/250.*2.*125/)
  expect(who).toMatch('3')
})

test('an address that is not understood shows budgets by district', () => {
  expect(choiceOf('?by=WEIGHT&against=&group=COLOUR')).toEqual({
    measure: 'AMOUNT',
    against: null,
    grouping: 'DISTRICT',
    hasChart: false,
  })
  expect(choiceOf('?group=no').grouping).toBe('NONE')
})

test('bars are the parts and never their sum', () => {
  const columns = (...keys: string[]) =>
    ({
      budgetColumns: keys.map((key) => ({
        key,
        be: /^\d/.test(key) ? Number(key.slice(0, 4)) : null,
        dimensionCode: key.split('d')[1] ?? null,
      })),
    }) as unknown as Budgets
  expect(barsOf(columns('2561', '2562', 'total'), 'years')).toEqual([0, 1])
  expect(barsOf(columns('d1', 'd2', 'total'), 'dimensions')).toEqual([0, 1])
  expect(barsOf(columns('2561d1', '2561d2', '2561', 'total'), 'both')).toEqual([2])
})
