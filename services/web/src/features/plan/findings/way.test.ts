import { expect, test } from 'vitest'
import type { Finding } from '../plan'
import type { Reason } from '../steps/gate'
import { waysTo, wayToReason } from './way'

const finding = (given: Partial<Finding>): Finding => ({
  key: 'K',
  code: 'K',
  severity: 'ERROR',
  initiativeIds: [],
  dimensionCode: null,
  missionCode: null,
  values: {},
  messageTh: '',
  messageEn: '',
  place: null,
  explanation: null,
  ...given,
})

test('a finding about rows leads to each of the first of them', () => {
  const ids = ['a', 'b', 'c', 'd']
  expect(waysTo(finding({ initiativeIds: ids, values: { part: 'ROW' } }))).toEqual([
    { row: 'a' },
    { row: 'b' },
    { row: 'c' },
  ])
})

test('a finding about a part leads to its tab, one about a sheet to that sheet', () => {
  expect(waysTo(finding({ values: { part: 'RISKS' } }))).toEqual([{ tab: 'risks' }])
  expect(waysTo(finding({ values: { part: 'SHEET' } }))).toEqual([{ tab: 'sheets' }])
  expect(waysTo(finding({ initiativeIds: ['a'], values: { part: 'SHEET' } }))).toEqual([
    { tab: 'sheets', sheet: 'a' },
  ])
})

test('a finding about a mission shows its rows; one about the whole plan leads nowhere', () => {
  expect(waysTo(finding({ missionCode: '1.1', dimensionCode: '1' }))).toEqual([
    { filter: 'place=1.1' },
  ])
  expect(waysTo(finding({}))).toEqual([])
})

test('what was returned leads to its cell, its row or its part', () => {
  const reason = (given: Partial<Reason>) => wayToReason({ part: 'PLAN', ...given } as Reason)
  const year = { be: 2562 } as Reason['fiscalYear']
  expect(reason({ part: 'CELL', initiativeId: 'a', fiscalYear: year })).toEqual({
    row: 'a',
    year: '2562',
  })
  expect(reason({ part: 'ROW', initiativeId: 'a' })).toEqual({ row: 'a' })
  expect(reason({ part: 'RISKS' })).toEqual({ tab: 'risks' })
  expect(reason({ part: 'COMMITTEES' })).toEqual({ tab: 'committees' })
  expect(reason({})).toBeNull()
})
