import { expect, test } from 'vitest'
import type { Plan } from '../plan'
import { cut, layOut } from './layout'

const cell = (id: string, be: number) => ({
  id,
  version: 1,
  state: 'NONE' as const,
  amount: null,
  fiscalYear: { be },
})
const row = (id: string, missionCode: string, number: number) =>
  ({
    id,
    version: 1,
    missionCode,
    dimensionCode: missionCode[0]!,
    number,
    kind: 'PROJECT',
    title: id,
    remarks: '',
    budgets: [cell(`${id}-61`, 2561), cell(`${id}-62`, 2562)],
  }) as Plan['initiatives'][number]
const plan = {
  edition: {
    code: 'x',
    titleTh: '',
    dimensions: [
      {
        code: '1',
        titleTh: '',
        missions: [
          { code: '1.1', titleTh: '', subMissions: [] },
          { code: '1.2', titleTh: '', subMissions: [] },
        ],
      },
    ],
  },
  initiatives: [row('b', '1.1', 2), row('a', '1.1', 1)],
}

test('a sub-mission is printed above its first row only', () => {
  const under = (id: string, number: number, subMission: string | null) => ({
    ...row(id, '1.1', number),
    subMission,
  })
  const rows = [under('a', 1, '1.1.1 ก'), under('b', 2, '1.1.1 ก'), under('c', 3, null)]
  const back = under('d', 4, '1.1.1 ก')
  const [part] = layOut({ ...plan, initiatives: [...rows, back] })
  expect(part!.lines.map((line) => line.heading)).toEqual(['1.1.1 ก', null, null, '1.1.1 ก', null])
})

test('rows stand in their mission by number, and an empty mission keeps a line', () => {
  const [part] = layOut(plan)
  expect(part!.lines.map((line) => [line.mission.code, line.row?.id, line.span])).toEqual([
    ['1.1', 'a', 2],
    ['1.1', 'b', 0],
    ['1.2', undefined, 1],
  ])
})

test('a filter leaves rows out, and missions of which nothing is left', () => {
  const [part] = layOut(plan, (one) => one.id !== 'a')
  expect(part!.lines.map((line) => [line.row?.id, line.span])).toEqual([['b', 1]])
})

test('lines that did not change are the same objects, so that they are not drawn again', () => {
  const before = layOut(plan)
  expect(layOut(plan, null, before)[0]).toBe(before[0])
  const renamed = { ...plan.initiatives[0]!, title: 'ใหม่' }
  const after = layOut({ ...plan, initiatives: [renamed, plan.initiatives[1]!] }, null, before)
  expect(after[0]!.lines[0]).toBe(before[0]!.lines[0])
  expect(after[0]!.lines[1]).not.toBe(before[0]!.lines[1])
})

test('the first lines of a long plan span only what is drawn', () => {
  const [part] = cut(layOut(plan), 1)
  expect(part!.lines.map((line) => [line.row?.id, line.span])).toEqual([['a', 1]])
})
