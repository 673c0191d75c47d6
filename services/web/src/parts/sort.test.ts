import { expect, test } from 'vitest'
import { sortBy } from './sort'

test('Thai names sort by consonant, not by leading vowel', () => {
  const names = ['เตาปูน', 'แดนชุมพล', 'กลาง', 'หัวเมือง', 'ไผ่โทน']
  expect(sortBy(names, (name) => name, 'ascending')).toEqual([
    'กลาง',
    'แดนชุมพล',
    'เตาปูน',
    'ไผ่โทน',
    'หัวเมือง',
  ])
})

test('what is missing comes last in both directions', () => {
  const rows = [null, 3, 1]
  expect(sortBy(rows, (row) => row, 'ascending')).toEqual([1, 3, null])
  expect(sortBy(rows, (row) => row, 'descending')).toEqual([3, 1, null])
})
