import { expect, test } from 'vitest'
import type { FoundMap } from './looks'
import { lookOf, outlineFor, regionsOf, type Outline } from './regions'

const made = (level: Outline['level']): Outline => ({ level, source: '', licence: '', path: '' })
const tile = (code: string, subdistrictCode: string | null) => ({
  organisation: { code, nameShortTh: code, subdistrictCode },
  look: 'STEP',
  step: 2,
})
const found = {
  missions: 15,
  mapDistricts: [
    { district: { code: '5406' }, look: 'MISSING', step: null, tiles: [tile('a', '540605')] },
    { district: null, look: 'STEP', step: 5, tiles: [tile('b', null), tile('c', '540601')] },
    { district: { code: '5407' }, look: 'STEP', step: 1, tiles: [tile('d', '540601')] },
  ],
} as unknown as FoundMap

test('a province is drawn by districts, a district by subdistricts, and nothing by tiles', () => {
  const both = [made('DISTRICT'), made('SUBDISTRICT')]
  expect(outlineFor(both, null)?.level).toBe('DISTRICT')
  expect(outlineFor(both, '5406')?.level).toBe('SUBDISTRICT')
  expect(outlineFor([made('SUBDISTRICT')], null)?.level).toBe('SUBDISTRICT')
  expect(outlineFor([made('DISTRICT')], '5406')).toBeNull()
  expect(outlineFor([], null)).toBeNull()
})

test('an outline without organisations has no look, and several share one openly', () => {
  expect(regionsOf(found, 'DISTRICT', ['5406', '5401']).map((one) => one.kind)).toEqual([
    'district',
    'none',
  ])
  const regions = regionsOf(found, 'SUBDISTRICT', ['540605', '540601', '540602'])
  expect(regions.map((one) => one.kind)).toEqual(['tile', 'several', 'none'])
  expect(regions.map(lookOf).map((one) => one?.look)).toEqual(['STEP', undefined, undefined])
})
