import { describe, expect, test } from 'vitest'
import { fromSatang, isSameBudget, parseBudget, toSatang, writeBudget } from './budget'

describe('a typed budget', () => {
  test.each([
    ['15000', '15000'],
    ['๑๕,๐๐๐', '15000'],
    ['๑๕,๐๐๐ บาท', '15000'],
    ['１５，０００', '15000'],
    ['15\u00a0000', '15000'],
    ['15,000.-', '15000'],
    ['15,000.00 บ.', '15000'],
    ['1,250.5', '1250.50'],
    ['007', '7'],
    ['999,999,999,999.99', '999999999999.99'],
    ['0', '0'],
  ])('%j is an amount', (typed, amount) => {
    expect(parseBudget(typed).budget).toEqual({ state: 'AMOUNT', amount })
  })

  test.each(['-', '–', '—', ' − ', '－'])('%j says that no budget is needed', (typed) => {
    expect(parseBudget(typed).budget).toEqual({ state: 'NONE', amount: null })
  })

  test.each(['', '  ', '\u00a0'])('%j states nothing', (typed) => {
    expect(parseBudget(typed).budget).toEqual({ state: 'UNSTATED', amount: null })
  })

  test.each([
    ['หมื่นห้า', 'notNumber'],
    ['12ก', 'notNumber'],
    ['1,5000', 'grouping'],
    ['-500', 'negative'],
    ['1.234', 'satang'],
    ['1,000,000,000,000', 'tooLarge'],
    ['99999999999999999999', 'tooLarge'],
  ])('%j is not guessed at', (typed, why) => {
    expect(parseBudget(typed)).toEqual({ why })
  })
})

test('the three states are written differently', () => {
  expect(writeBudget({ state: 'AMOUNT', amount: '1140000.00' }, 'thai')).toBe('๑,๑๔๐,๐๐๐')
  expect(writeBudget({ state: 'AMOUNT', amount: '1250.5' }, 'arabic')).toBe('1,250.50')
  expect(writeBudget({ state: 'NONE', amount: null }, 'thai')).toBe('-')
  expect(writeBudget({ state: 'UNSTATED', amount: null }, 'thai')).toBe('')
})

test('an amount equals itself however it is written, and never a state', () => {
  expect(isSameBudget({ state: 'AMOUNT', amount: '5' }, { state: 'AMOUNT', amount: '5.00' })).toBe(
    true,
  )
  expect(isSameBudget({ state: 'NONE', amount: null }, { state: 'UNSTATED', amount: null })).toBe(
    false,
  )
})

test('satang go there and back', () => {
  expect(fromSatang(toSatang('1250.50') + toSatang('0.05'))).toBe('1250.55')
  expect(fromSatang(toSatang('285000'))).toBe('285000')
})
