import { expect, test } from 'vitest'
import { texts } from '../../../text'
import type { Reader } from '../../../parts/reader'
import { lookClass, measureOf, signOf, toldOf, type MapTile } from './looks'

const reader = {
  t: texts.en,
  n: String,
  baht: (amount: string | null | undefined) => String(amount),
} as unknown as Reader
const made = (more: Partial<MapTile>) =>
  ({ daysLate: 0, covered: 0, step: null, ...more }) as MapTile

test('every look has a sign and words of its own', () => {
  const looks = Object.keys(texts.th.map.signs) as (keyof typeof texts.th.map.signs)[]
  for (const { signs, looks: words } of [texts.th.map, texts.en.map]) {
    expect(new Set(looks.map((look) => signs[look])).size).toBe(looks.length)
    expect(new Set(looks.map((look) => words[look])).size).toBe(looks.length)
  }
})

test('a plan without a stated amount is no zero, and one that is missing is no awaited one', () => {
  expect(toldOf(reader, 'TOTAL', 15, made({ look: 'UNSTATED' }))).toMatch('no amount stated')
  expect(toldOf(reader, 'TOTAL', 15, made({ look: 'MISSING', daysLate: 3 }))).toMatch('3 days')
  expect(toldOf(reader, 'TOTAL', 15, made({ look: 'AWAITED' }))).toMatch('not yet due')
  expect(toldOf(reader, 'TOTAL', 15, made({ look: 'STEP', step: 1, total: '0' }))).toBe('0 baht')
})

test('a step shows as a hue with its figure, any other look as a pattern', () => {
  expect(lookClass({ look: 'STEP', step: 4 })).toBe('step-4')
  expect(lookClass({ look: 'AWAITED', step: null })).toBe('look-AWAITED')
  expect(signOf(reader, 'COVERAGE', made({ look: 'STEP', step: 4, covered: 11 }))).toBe('11')
  expect(signOf(reader, 'TOTAL', made({ look: 'STEP', step: 4 }))).toBe('4')
})

test('an address that names no measure shows who submitted', () => {
  expect([measureOf(null), measureOf('total'), measureOf('x')]).toEqual([
    'TIMELINESS',
    'TOTAL',
    'TIMELINESS',
  ])
})
