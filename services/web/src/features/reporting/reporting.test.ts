import { expect, test } from 'vitest'
import { yearToReport } from './reporting'

const years = [2561, 2562, 2566, 2567].map((be) => ({ be, startsOn: `${be - 544}-10-01` }))

test.each([
  ['2017-09-30', 2561],
  ['2017-10-01', 2561],
  ['2018-10-02', 2562],
  ['2021-06-01', 2562],
  ['2022-10-02', 2566],
  ['2030-01-01', 2567],
])('on %s the year to report on is %i', (day, year) => {
  expect(yearToReport(years, new Date(day))).toBe(year)
})

test('without an edition there is none', () => {
  expect(yearToReport([], new Date())).toBeUndefined()
})
