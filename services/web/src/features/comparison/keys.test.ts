import { expect, test } from 'vitest'
import { nextPlace } from './keys'

/** Three organisations of five missions; the second has no plan, so one cell. */
const WIDTHS = [5, 1, 5]
const from = (key: string, row: number, column: number, isWhole = false) =>
  nextPlace(key, row, column, WIDTHS, isWhole)

test('arrows go one cell, and stop at the edges', () => {
  expect(from('ArrowRight', 0, 1)).toEqual([0, 2])
  expect(from('ArrowRight', 0, 4)).toEqual([0, 4])
  expect(from('ArrowLeft', 0, 0)).toEqual([0, 0])
  expect(from('ArrowUp', 0, 3)).toEqual([0, 3])
  expect(from('ArrowDown', 2, 3)).toEqual([2, 3])
})

test('the column is kept across a row of one cell', () => {
  expect(from('ArrowDown', 0, 3)).toEqual([1, 3])
  expect(from('ArrowDown', 1, 3)).toEqual([2, 3])
})

test('Home and End go to the ends of the row, with Ctrl to those of the table', () => {
  expect(from('Home', 2, 3)).toEqual([2, 0])
  expect(from('End', 2, 1)).toEqual([2, 4])
  expect(from('Home', 2, 3, true)).toEqual([0, 0])
  expect(from('End', 0, 0, true)).toEqual([2, 4])
  expect(from('PageDown', 0, 2)).toEqual([2, 2])
})

test('other keys are left alone', () => {
  for (const key of ['Enter', ' ', 'Tab', 'a', 'Escape']) expect(from(key, 0, 0)).toBeNull()
})
