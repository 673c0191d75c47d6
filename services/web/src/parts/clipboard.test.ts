import { expect, test } from 'vitest'
import { parseBlock, writeBlock } from './clipboard'

test('a block from a spreadsheet becomes rows and cells', () => {
  expect(parseBlock('15,000\t-\r\n\t๒๐,๐๐๐\r\n')).toEqual([
    ['15,000', '-'],
    ['', '๒๐,๐๐๐'],
  ])
})

test('a quoted cell keeps its line ends, tabs and quotes', () => {
  expect(parseBlock('"a\nb"\t"say ""x"""')).toEqual([['a\nb', 'say "x"']])
})

test('one cell is a block of one', () => {
  expect(parseBlock('5')).toEqual([['5']])
})

test('what is copied can be pasted', () => {
  const block = [
    ['โครงการ "ก"', '15000'],
    ['สอง\nบรรทัด', '-'],
  ]
  expect(parseBlock(writeBlock(block))).toEqual(block)
})
