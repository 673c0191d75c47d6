import { expect, test } from 'vitest'
import { piecesOf } from './marked'

test('what was found is marked where it stands, and nothing of the text is lost', () => {
  const text = 'น้ำใส😀น้ำใส'
  const pieces = piecesOf(text, [
    { start: 0, length: 3 },
    { start: 7, length: 3 },
  ])
  expect(pieces.map((one) => one.text).join('')).toBe(text)
  expect(pieces.filter((one) => one.isFound).map((one) => one.text)).toEqual(['น้ำ', 'น้ำ'])
  expect(piecesOf('ไม่มี', [])).toEqual([{ at: 0, text: 'ไม่มี', isFound: false }])
})
