import { expect, test } from 'vitest'
import type { Plan } from '../plan'
import { blockOf } from './blocks'
import type { Edit } from './queue'

const plan = {
  initiatives: [
    { id: 'r', version: 4, budgets: [{ id: 'c', version: 2 }] },
    { id: 's', version: 7, budgets: [{ id: 'd', version: 1 }] },
  ],
} as Plan

test('fields and cells of one row travel together, each with its own version', () => {
  const edits: Edit[] = [
    { wanted: { of: 'kind', id: 'r', kind: 'MEASURE' }, version: 3 },
    { wanted: { of: 'budget', id: 'd', budget: { state: 'NONE', amount: null } }, version: 1 },
    { wanted: { of: 'remarks', id: 'r', text: 'กองคลัง' }, version: 3 },
    { wanted: { of: 'budget', id: 'c', budget: { state: 'AMOUNT', amount: '5' } }, version: 2 },
  ]
  expect(blockOf(plan, edits).map(({ row }) => row)).toEqual([
    {
      id: 'r',
      version: 3,
      kind: 'MEASURE',
      remarks: 'กองคลัง',
      cells: [{ id: 'c', version: 2, state: 'AMOUNT', amount: '5' }],
    },
    { id: 's', version: 7, cells: [{ id: 'd', version: 1, state: 'NONE', amount: null }] },
  ])
})

test('an edit of a cell that is no longer in the plan is not dropped in silence', () => {
  const gone: Edit[] = [
    { wanted: { of: 'budget', id: 'x', budget: { state: 'NONE', amount: null } }, version: 1 },
  ]
  const [block] = blockOf(plan, gone)
  expect(block?.row.id).toBe('gone')
  expect(block?.cells).toEqual(gone)
})
