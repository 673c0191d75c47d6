import { beforeEach, expect, test, vi } from 'vitest'
import { AskError } from '../../../parts/ask'
import { EditQueue, type Edit, type Outcome, type Save } from './queue'

const kept = new Map<string, string>()

beforeEach(() => {
  kept.clear()
  vi.useFakeTimers()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
})

const edit = (id: string, amount: string, version = 1): Edit => ({
  wanted: { of: 'budget', id, budget: { state: 'AMOUNT', amount } },
  version,
})
const saved = (edits: Edit[]): Outcome => ({
  versions: new Map(edits.map((one) => [`budget:${one.wanted.id}`, one.version + 1])),
})
const settle = () => vi.advanceTimersByTimeAsync(0)
const conflict = (id: string, version: number) => ({
  key: `budget:${id}`,
  code: 'CONFLICT',
  messageTh: '',
  messageEn: '',
  current: { version },
})
const offline = () => new AskError({ code: 'OFFLINE', messageTh: '', messageEn: '' })

test('edits are sent one batch at a time, in order, and a later edit follows the version', async () => {
  const sent: Edit[][] = []
  const queue = new EditQueue('k', async (edits) => {
    sent.push(structuredClone(edits))
    return saved(edits)
  })
  queue.put([edit('a', '1')])
  queue.put([edit('a', '2')])
  await settle()
  expect(sent.flat().map((one) => one.version)).toEqual([1, 2])
  expect(queue.picture.waiting).toBe(0)
  expect(queue.picture.states.get('budget:a')).toBe('saved')
  expect(kept.size).toBe(0)
})

test('undoing what was refused leaves what stands there, and sends nothing', async () => {
  const save = vi.fn<Save>().mockResolvedValue({ refusals: [conflict('a', 7)] })
  const queue = new EditQueue('k', save)
  queue.put([edit('a', '2')])
  await settle()
  queue.takeBack([edit('a', '1')])
  await settle()
  expect(save).toHaveBeenCalledTimes(1)
  expect(queue.picture.refused).toEqual([])
  expect(queue.picture.wanted.size).toBe(0)
})

test('text that is no amount is found after a reload, and gone when an amount is put', async () => {
  new EditQueue('k', vi.fn()).setUnreadable('budget:a', { text: '12,3', why: 'grouping' })
  const reopened = new EditQueue('k', async (edits) => saved(edits))
  expect(reopened.picture.unreadable.get('budget:a')?.text).toBe('12,3')
  reopened.put([edit('a', '5')])
  await settle()
  expect(reopened.picture.unreadable.size).toBe(0)
  expect(kept.size).toBe(0)
})

test('a session that ended keeps the edits and says so', async () => {
  const ended = new AskError({ code: 'UNAUTHENTICATED', messageTh: '', messageEn: '' })
  const save = vi.fn<Save>().mockRejectedValueOnce(ended)
  save.mockImplementation(async (edits) => saved(edits))
  const queue = new EditQueue('k', save)
  queue.put([edit('a', '5')])
  await settle()
  expect(queue.picture).toMatchObject({ isSignedOut: true, waiting: 1 })
  queue.sendNow()
  await settle()
  expect(queue.picture).toMatchObject({ isSignedOut: false, waiting: 0 })
})

test('what cannot be sent is kept in the browser, tried again, and found after a reload', async () => {
  const save = vi.fn<Save>().mockRejectedValueOnce(offline()).mockRejectedValueOnce(offline())
  save.mockImplementation(async (edits) => saved(edits))
  const queue = new EditQueue('k', save)
  queue.put([edit('a', '5')])
  await settle()
  expect(queue.picture.states.get('budget:a')).toBe('offline')

  const reopened = new EditQueue('k', save)
  expect(reopened.picture.wanted.get('budget:a')).toMatchObject({ budget: { amount: '5' } })

  await vi.advanceTimersByTimeAsync(4_000)
  expect(save).toHaveBeenCalledTimes(3)
  expect(queue.picture.waiting).toBe(0)
})

test('a refused block waits whole for a choice, and nothing after it is held up', async () => {
  const save = vi.fn<Save>(async (edits) =>
    edits.length > 1 ? { refusals: [conflict('a', 7)] } : saved(edits),
  )
  const queue = new EditQueue('k', save)
  queue.put([edit('a', '1'), edit('b', '2')])
  queue.put([edit('c', '3')])
  await settle()
  expect(queue.picture.states.get('budget:a')).toBe('conflict')
  expect(queue.picture.states.get('budget:b')).toBe('held')
  expect(queue.picture.states.get('budget:c')).toBe('saved')
  expect(queue.picture.waiting).toBe(0)

  queue.keepTheirs(queue.picture.refused[0]!)
  expect(queue.picture.wanted.size).toBe(0)
})

test('putting mine sends it over the value that was shown', async () => {
  const versions: number[] = []
  const queue = new EditQueue('k', async (edits) => {
    versions.push(edits[0]!.version)
    return edits[0]!.version === 1 ? { refusals: [conflict('a', 7)] } : saved(edits)
  })
  queue.put([edit('a', '1')])
  await settle()
  queue.putMine(queue.picture.refused[0]!)
  await settle()
  expect(versions).toEqual([1, 7])
  expect(queue.picture.refused).toEqual([])
})

test('typing again over a refused cell takes it out of its batch', async () => {
  const save = vi.fn<Save>(async (edits) =>
    edits[0]!.version === 1 ? { refusals: [conflict('a', 7)] } : saved(edits),
  )
  const queue = new EditQueue('k', save)
  queue.put([edit('a', '1')])
  await settle()
  queue.put([edit('a', '9')])
  await settle()
  expect(save.mock.lastCall?.[0]).toEqual([edit('a', '9', 7)])
  expect(queue.picture.refused).toEqual([])
})

test('on a slow line the last of many edits of a cell is what stands in the end', async () => {
  const stands = new Map<string, string>()
  let answer = () => {}
  const queue = new EditQueue('k', async (edits) => {
    await new Promise<void>((done) => (answer = done))
    for (const { wanted } of edits) {
      if (wanted.of === 'budget') stands.set(wanted.id, wanted.budget.amount ?? '-')
    }
    return saved(edits)
  })
  queue.put([edit('x', '0')])
  queue.put([edit('a', '1'), edit('b', '1')])
  queue.put([edit('a', '2'), edit('b', '2')])
  queue.put([edit('a', '3')])
  queue.put([edit('a', '4')])
  expect(queue.picture.waiting).toBe(3)
  while (queue.picture.waiting) {
    answer()
    await settle()
  }
  expect(Object.fromEntries(stands)).toEqual({ x: '0', a: '4', b: '2' })
})

test('who types on while their own edit is on its way is not told of a conflict with themselves', async () => {
  const versions: number[] = []
  let answer = () => {}
  const queue = new EditQueue('k', async (edits) => {
    versions.push(edits[0]!.version)
    await new Promise<void>((done) => (answer = done))
    return saved(edits)
  })
  queue.put([edit('a', '1', 1)])
  // The editor was opened here, over version 1, and is left after the answer.
  answer()
  await settle()
  queue.put([edit('a', '2', 1)])
  answer()
  await settle()
  queue.put([edit('a', '3', 1)])
  queue.put([edit('b', '1', 1)])
  await settle()
  expect(versions).toEqual([1, 2, 3])
})

test('what stood in an open editor is found after a reload, unsent, with the version it was over', () => {
  const save = vi.fn<Save>()
  new EditQueue('k', save).keepTyping({ key: 'budget:a', text: '15', seen: 4 })
  const reopened = new EditQueue('k', save)
  expect(reopened.picture.unreadable.get('budget:a')).toEqual({
    text: '15',
    why: 'unfinished',
    seen: 4,
  })
  expect(new EditQueue('k', save).picture.unreadable.size).toBe(1)
  expect(save).not.toHaveBeenCalled()
})

test('an edit is sent though the browser keeps nothing', async () => {
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
    removeItem: () => undefined,
  })
  const save = vi.fn<Save>(async (edits) => saved(edits))
  const queue = new EditQueue('k', save)
  queue.put([edit('a', '1')])
  await settle()
  expect(save).toHaveBeenCalledOnce()
  expect(queue.picture.waiting).toBe(0)
})

test('an answer lost on the way makes no conflict with what is typed after it', async () => {
  let stands = { amount: '0', version: 1 }
  const save = vi.fn<Save>(async ([one]) => {
    const { amount } = (one!.wanted as { budget: { amount: string } }).budget
    const isAgain = one!.version !== stands.version && amount === stands.amount
    if (one!.version !== stands.version && !isAgain) {
      return { refusals: [conflict('a', stands.version)] }
    }
    stands = { amount, version: stands.version + 1 }
    if (stands.version === 2) throw offline()
    return { versions: new Map([['budget:a', stands.version]]) }
  })
  const queue = new EditQueue('k', save)
  queue.put([edit('a', '1', 1)])
  await settle()
  queue.put([edit('a', '12', 1)])
  queue.put([edit('a', '123', 1)])
  expect(queue.picture.waiting).toBe(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(queue.picture).toMatchObject({ refused: [], waiting: 0 })
  expect(stands.amount).toBe('123')
  expect(save).toHaveBeenCalledTimes(3)
})

test('what a colleague was faster with is asked about once, for what was typed last', async () => {
  const save = vi.fn<Save>().mockRejectedValueOnce(offline())
  save.mockImplementation(async () => ({ refusals: [conflict('a', 7)] }))
  const queue = new EditQueue('k', save)
  queue.put([edit('a', '1')])
  await settle()
  queue.put([edit('a', '12')])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(queue.picture.refused.map((one) => one.edits)).toEqual([[edit('a', '12')]])
})
