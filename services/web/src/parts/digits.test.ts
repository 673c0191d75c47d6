import { expect, test } from 'vitest'
import { inDigits, toArabic, toThai } from './digits'

test('Thai and full-width digits are read as Arabic ones', () => {
  expect(toArabic('๑๕,๐๐๐ บาท ２๕61')).toBe('15,000 บาท 2561')
})

test('digits are written as the reader chose', () => {
  expect(toThai('2561-1.2')).toBe('๒๕๖๑-๑.๒')
  expect(inDigits('พ.ศ. ๒๕61', 'arabic')).toBe('พ.ศ. 2561')
  expect(inDigits('พ.ศ. ๒๕61', 'thai')).toBe('พ.ศ. ๒๕๖๑')
})
