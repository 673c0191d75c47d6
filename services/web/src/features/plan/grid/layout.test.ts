import { expect, test } from 'vitest'
import type { Plan } from '../plan'
import { columnsFor, layOut } from './layout'
import { planPaste } from './paste'

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
          { code: '1.1', titleTh: '' },
          { code: '1.2', titleTh: '' },
        ],
      },
    ],
  },
  initiatives: [row('b', '1.1', 2), row('a', '1.1', 1)],
}

test('rows stand in their mission by number, and an empty mission keeps a line', () => {
  const [part] = layOut(plan)
  expect(part!.lines.map((line) => [line.mission.code, line.row?.id, line.span])).toEqual([
    ['1.1', 'a', 2],
    ['1.1', 'b', 0],
    ['1.2', undefined, 1],
  ])
})

const lines = layOut(plan).flatMap((part) => part.lines)
const columns = columnsFor(2)
const at = (top: number, left: number, bottom = top, right = left) => ({ top, left, bottom, right })
const paste = (texts: string[][], block: ReturnType<typeof at>) =>
  planPaste(texts, block, lines, columns, [2561, 2562])

test('a pasted block lands on the cells below and beside', () => {
  const { changes, refused } = paste(
    [
      ['๑๐๐', '-'],
      ['', '5'],
    ],
    at(0, 2),
  )
  expect(refused).toEqual([])
  expect(changes.map(({ cell: one, budget }) => [one.id, budget.state])).toEqual([
    ['a-61', 'AMOUNT'],
    ['a-62', 'NONE'],
    ['b-61', 'UNSTATED'],
    ['b-62', 'AMOUNT'],
  ])
})

test('one value fills the whole selection', () => {
  expect(paste([['5']], at(0, 2, 1, 3)).changes).toHaveLength(4)
})

test('cells without a place and texts that are no budget are listed, each with its reason', () => {
  const { refused } = paste([['1', 'ไม่มี', '3'], ['1'], ['9']], at(0, 2))
  expect(refused.map(({ text, why }) => [text, why])).toEqual([
    ['ไม่มี', 'notNumber'],
    ['3', 'outside'],
    ['9', 'outside'],
  ])
})
