import { expect, test } from 'vitest'
import { HistoryStack } from './history'

test('steps are taken back the last first, and done again in order', async () => {
  const said: string[] = []
  const stack = new HistoryStack()
  for (const name of ['a', 'b']) {
    stack.push({ undo: () => void said.push(`-${name}`), redo: () => void said.push(`+${name}`) })
  }
  await stack.undo()
  await stack.undo()
  await stack.redo()
  expect(said).toEqual(['-b', '-a', '+a'])
  expect(stack.depth).toEqual({ undo: 1, redo: 1 })
})

test('a step that could not be taken back stays to be tried again', async () => {
  const stack = new HistoryStack()
  let isOnline = false
  stack.push({ undo: async () => isOnline, redo: () => true })
  await stack.undo()
  expect(stack.depth).toEqual({ undo: 1, redo: 0 })
  isOnline = true
  await stack.undo()
  expect(stack.depth).toEqual({ undo: 0, redo: 1 })
})

test('two presses in a row take two steps, one after the other', async () => {
  const said: string[] = []
  const stack = new HistoryStack()
  const slow = (name: string) => async () => {
    await new Promise((done) => setTimeout(done, 5))
    said.push(name)
  }
  stack.push({ undo: slow('first'), redo: () => true })
  stack.push({ undo: slow('second'), redo: () => true })
  void stack.undo()
  await stack.undo()
  expect(said).toEqual(['second', 'first'])
})

test('a new step forgets what was undone', async () => {
  const stack = new HistoryStack()
  const step = { undo: () => true, redo: () => true }
  stack.push(step)
  await stack.undo()
  stack.push(step)
  expect(stack.depth).toEqual({ undo: 1, redo: 0 })
})
