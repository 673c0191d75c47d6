import { expect, test } from 'vitest'
import type { Plan } from '../plan'
import { layOut } from './layout'
import { dropOn, shifted } from './reorder'

const row = (id: string, missionCode: string, number: number) =>
  ({ id, missionCode, number, budgets: [] }) as unknown as Plan['initiatives'][number]
const mission = (code: string) => ({ code, titleTh: '', subMissions: [] })
const plan = {
  edition: {
    code: 'x',
    titleTh: '',
    dimensions: [
      { code: '1', titleTh: '', missions: [mission('1.1'), mission('1.2'), mission('1.3')] },
    ],
  },
  initiatives: [row('a', '1.1', 1), row('b', '1.1', 2), row('c', '1.1', 3), row('d', '1.3', 1)],
}
const lines = layOut(plan).flatMap((part) => part.lines)
const [a, b, c, empty, d] = lines as [
  (typeof lines)[0],
  (typeof lines)[0],
  (typeof lines)[0],
  (typeof lines)[0],
  (typeof lines)[0],
]

test('a row is dropped above or below another, and where it is it stays', () => {
  expect(dropOn(lines, a.row!, c, true)).toEqual({ missionCode: '1.1', position: 3 })
  expect(dropOn(lines, c.row!, a, false)).toEqual({ missionCode: '1.1', position: 1 })
  expect(dropOn(lines, a.row!, b, false)).toBeNull()
  expect(dropOn(lines, a.row!, a, true)).toBeNull()
  expect(dropOn(lines, b.row!, a, true)).toBeNull()
})

test('a row is dropped into another mission, an empty one too', () => {
  expect(dropOn(lines, b.row!, empty, true)).toEqual({ missionCode: '1.2', position: 1 })
  expect(dropOn(lines, b.row!, d, true)).toEqual({ missionCode: '1.3', position: 2 })
})

test('by keyboard a row goes one place, at the edge of its mission into the next', () => {
  expect(shifted(lines, a, 1)).toEqual({ missionCode: '1.1', position: 2 })
  expect(shifted(lines, a, -1)).toBeNull()
  expect(shifted(lines, c, 1)).toEqual({ missionCode: '1.2', position: 1 })
  expect(shifted(lines, d, -1)).toEqual({ missionCode: '1.2', position: 1 })
  expect(shifted(lines, d, 1)).toBeNull()
})
