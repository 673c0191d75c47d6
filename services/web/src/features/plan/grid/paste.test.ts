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
          { code: '1.1', titleTh: '', subMissions: [] },
          { code: '1.2', titleTh: '', subMissions: [] },
        ],
      },
    ],
  },
  initiatives: [row('b', '1.1', 2), row('a', '1.1', 1)],
}

const lines = layOut(plan).flatMap((part) => part.lines)
const columns = columnsFor(2)
const at = (top: number, left: number, bottom = top, right = left) => ({ top, left, bottom, right })
const paste = (texts: string[][], block: ReturnType<typeof at>, asNew = false) =>
  planPaste(texts, { block, lines, columns, years: [2561, 2562], asNew })

test('a pasted block lands on the cells below and beside', () => {
  const { cells, refused, added } = paste(
    [
      ['๑๐๐', '-'],
      ['', '5'],
    ],
    at(0, 2),
  )
  expect([refused, added]).toEqual([[], []])
  expect(cells.map(({ cell: one, budget }) => [one.id, budget.state])).toEqual([
    ['a-61', 'AMOUNT'],
    ['a-62', 'NONE'],
    ['b-61', 'UNSTATED'],
    ['b-62', 'AMOUNT'],
  ])
})

test('one value fills the whole selection', () => {
  expect(paste([['5']], at(0, 2, 1, 3)).cells).toHaveLength(4)
})

test('cells without a place and texts that are no budget are listed, each with its reason', () => {
  const { refused } = paste([['1', 'ไม่มี', '3', '', '5'], ['1'], ['9'], ['8']], at(0, 2))
  expect(refused.map(({ text, why }) => [text, why])).toEqual([
    ['ไม่มี', 'notNumber'],
    ['5', 'outside'],
    ['9', 'outside'],
    ['8', 'noTitle'],
  ])
})

const SHEET = [
  ['1. โครงการ  อบรม', '๑๕,๐๐๐ บาท', '-', 'กองคลัง'],
  ['๒) กิจกรรมรณรงค์', '', '１，０００', ''],
  ['อบรมอื่น', '5\u00a0000', '', ''],
  ['', '', '', ''],
]

test('rows with titles are added, their kind told by the first word or by nobody', () => {
  const { added, refused, cells, texts } = paste(SHEET, at(0, 1), true)
  expect([refused, cells, texts]).toEqual([[], [], []])
  expect(added.map(({ title, kind, remarks }) => [title, kind, remarks])).toEqual([
    ['โครงการ อบรม', 'PROJECT', 'กองคลัง'],
    ['กิจกรรมรณรงค์', 'ACTIVITY', ''],
    ['อบรมอื่น', null, ''],
  ])
  expect(
    added.map((one) => one.budgets.map(({ budget }) => budget.amount ?? budget.state)),
  ).toEqual([
    ['15000', 'NONE'],
    ['UNSTATED', '1000'],
    ['5000', 'UNSTATED'],
  ])
})

test('written over, the rows of the mission change and what is left is added to it', () => {
  const { texts, cells, added } = paste(SHEET, at(1, 1))
  expect(texts.map(({ row: one, of, text }) => [one.id, of, text])).toEqual([
    ['b', 'title', '1. โครงการ อบรม'],
    ['b', 'remarks', 'กองคลัง'],
  ])
  expect(cells.map(({ cell: one }) => one.id)).toEqual(['b-61', 'b-62'])
  expect(added.map((one) => one.title)).toEqual(['กิจกรรมรณรงค์', 'อบรมอื่น'])
})

test('a total that comes with the block is computed here, not pasted', () => {
  const { added, refused } = paste([['โครงการ', '1', '2', '3', 'หมาย']], at(0, 1), true)
  expect(refused).toEqual([])
  expect(added[0]).toMatchObject({ remarks: 'หมาย' })
  expect(added[0]!.budgets).toHaveLength(2)
})

test('a new row without a title or with an unreadable amount is refused', () => {
  const { refused } = paste(
    [
      ['', '5'],
      ['โครงการ', 'ห้าพัน'],
    ],
    at(2, 1),
    true,
  )
  expect(refused.map(({ text, why }) => [text, why])).toEqual([
    ['5', 'blankTitle'],
    ['ห้าพัน', 'notNumber'],
  ])
})
