import { beforeEach, expect, test, vi } from 'vitest'
import { AskError } from './ask'
import { Draft, storeOf, writeAs, type Answer, type Send } from './draft'

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

/** As a browser has it: the records are its own enumerable names. */
const STORE = {
  getItem(this: Record<string, string>, key: string) {
    return this[key] ?? null
  },
  setItem(this: Record<string, string>, key: string, value: string) {
    this[key] = value
  },
  removeItem(this: Record<string, string>, key: string) {
    delete this[key]
  },
}

const HELD = { value: 'เดิม', version: 3 }
const saved: Send<string> = async (value, version) => ({ held: { value, version: version + 1 } })
const offline = () => new AskError({ code: 'OFFLINE', messageTh: '', messageEn: '' })
const conflict = (value: string, version: number): Answer<string> => ({
  failure: { code: 'CONFLICT', messageTh: '', messageEn: '' },
  current: { value, version },
})

test('what is typed is kept at once and sent after a moment of quiet, once', async () => {
  const send = vi.fn<Send<string>>(saved)
  const draft = new Draft('k', HELD, send)
  draft.set('ก')
  draft.set('กข')
  expect(JSON.parse([...kept.values()][0]!)).toEqual({ value: 'กข', version: 3 })
  await vi.advanceTimersByTimeAsync(1_600)
  expect(send.mock.calls).toEqual([['กข', 3]])
  expect(draft.picture).toMatchObject({ value: 'กข', state: 'saved' })
  expect(kept.size).toBe(0)
})

test('who types without a pause is saved all the same', async () => {
  const send = vi.fn<Send<string>>(saved)
  const draft = new Draft('k', HELD, send)
  for (let second = 0; second < 12; second += 1) {
    draft.set(`ก${second}`)
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(send).toHaveBeenCalled()
})

test('typing on while an answer is on its way is sent over the version that came', async () => {
  const versions: number[] = []
  const draft = new Draft<string>('k', HELD, async (value, version) => {
    versions.push(version)
    await new Promise((done) => setTimeout(done, 1_000))
    return { held: { value, version: version + 1 } }
  })
  draft.set('ก')
  await vi.advanceTimersByTimeAsync(2_000)
  draft.set('กข')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(versions).toEqual([3, 4])
  expect(draft.picture).toMatchObject({ value: 'กข', state: 'saved' })
})

test('ten minutes without a line and a reload lose nothing', async () => {
  const down = vi.fn<Send<string>>().mockRejectedValue(offline())
  const draft = new Draft('k', HELD, down)
  draft.set('พิมพ์ไว้')
  await vi.advanceTimersByTimeAsync(600_000)
  expect(draft.picture.state).toBe('offline')
  const reopened = new Draft('k', HELD, saved)
  expect(reopened.picture.value).toBe('พิมพ์ไว้')
  await vi.advanceTimersByTimeAsync(10)
  expect(reopened.picture.state).toBe('saved')
})

test('a conflict holds both texts until one is chosen', async () => {
  const send = vi.fn<Send<string>>(saved).mockResolvedValueOnce(conflict('ของเพื่อน', 7))
  const draft = new Draft('k', HELD, send)
  draft.set('ของฉัน')
  await vi.advanceTimersByTimeAsync(1_600)
  expect(draft.picture).toMatchObject({ state: 'conflict', theirs: { value: 'ของเพื่อน' } })
  draft.set('ของฉันต่อ')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(send).toHaveBeenCalledTimes(1)
  draft.putMine()
  await vi.advanceTimersByTimeAsync(10)
  expect(send.mock.lastCall).toEqual(['ของฉันต่อ', 7])
  expect(draft.picture).toMatchObject({ state: 'saved', theirs: null })
})

test('keeping what the colleague saved drops the own text', async () => {
  const draft = new Draft<string>('k', HELD, async () => conflict('ของเพื่อน', 7))
  draft.set('ของฉัน')
  await vi.advanceTimersByTimeAsync(1_600)
  draft.keepTheirs()
  expect(draft.picture).toMatchObject({ value: 'ของเพื่อน', state: 'saved' })
  expect(kept.size).toBe(0)
})

test('a conflict with what was sent before is no conflict', async () => {
  const draft = new Draft<string>('k', HELD, async () => conflict('ของฉัน', 4))
  draft.set('ของฉัน')
  await vi.advanceTimersByTimeAsync(1_600)
  expect(draft.picture.state).toBe('saved')
})

test('what is refused stays with its reason and is tried again with the next key', async () => {
  const failure = { code: 'TEXT_TOO_LONG', messageTh: 'ยาว', messageEn: 'long' }
  const send = vi.fn<Send<string>>(saved).mockResolvedValueOnce({ failure })
  const draft = new Draft('k', HELD, send)
  draft.set('ยาวมาก')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(draft.picture).toMatchObject({ state: 'refused', failure, value: 'ยาวมาก' })
  draft.set('สั้น')
  await vi.advanceTimersByTimeAsync(1_600)
  expect(draft.picture).toMatchObject({ state: 'saved', failure: null })
})

test('what a colleague saved is shown where nobody types, and not over what is typed', () => {
  const draft = new Draft('k', HELD, saved)
  draft.follow({ value: 'ใหม่', version: 4 }, saved)
  expect(draft.picture.value).toBe('ใหม่')
  draft.set('ของฉัน')
  draft.follow({ value: 'ใหม่กว่า', version: 5 }, saved)
  expect(draft.picture.value).toBe('ของฉัน')
})

test('what another tab left waits its turn, and is laid beside what was saved meanwhile', async () => {
  const answers: Answer<string>[] = [
    { held: { value: 'ของแท็บนี้', version: 4 } },
    conflict('ของแท็บนี้', 4),
  ]
  const send = vi.fn<Send<string>>(async () => answers.shift()!)
  vi.stubGlobal(
    'localStorage',
    Object.assign(Object.create(STORE), {
      'k#gone': JSON.stringify({ value: 'ของแท็บที่ปิด', version: 3 }),
    }),
  )
  const window = new EventTarget()
  vi.stubGlobal('window', window)
  const draft = new Draft('k', HELD, send)
  draft.set('ของแท็บนี้')
  draft.start()
  expect(draft.picture.value).toBe('ของแท็บนี้')
  await vi.advanceTimersByTimeAsync(4_000)
  expect(send.mock.calls).toEqual([
    ['ของแท็บนี้', 3],
    ['ของแท็บที่ปิด', 3],
  ])
  expect(draft.picture).toMatchObject({
    state: 'conflict',
    value: 'ของแท็บที่ปิด',
    theirs: { value: 'ของแท็บนี้' },
  })
})

test('an answer lost on the way makes no conflict with what is typed after it', async () => {
  let stands = HELD
  const send = vi.fn<Send<string>>(async (value, version) => {
    if (version !== stands.version) return conflict(stands.value, stands.version)
    stands = { value, version: version + 1 }
    if (stands.version === 4) throw offline()
    return { held: stands }
  })
  const draft = new Draft('k', HELD, send)
  draft.set('ก')
  await vi.advanceTimersByTimeAsync(1_600)
  const reopened = new Draft('k', { value: 'ก', version: 4 }, send)
  reopened.set('กข')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(reopened.picture).toMatchObject({ value: 'กข', state: 'saved' })
  expect(stands.value).toBe('กข')
})

test('the same where the page was closed between', async () => {
  const send = vi.fn<Send<string>>().mockRejectedValue(offline())
  const draft = new Draft('k', HELD, send)
  draft.set('ก')
  await vi.advanceTimersByTimeAsync(1_600)
  draft.set('กข')
  // The first one had reached the server; the page was closed before it heard so.
  const answers = [conflict('ก', 4), { held: { value: 'กข', version: 5 } }]
  const again = vi.fn<Send<string>>(async () => answers.shift()!)
  const reopened = new Draft('k', { value: 'ก', version: 4 }, again)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(again.mock.calls).toEqual([
    ['ก', 3],
    ['กข', 4],
  ])
  expect(reopened.picture).toMatchObject({ value: 'กข', state: 'saved' })
})

test('what was typed over an older version than the one of now is not put over it', async () => {
  const send = vi.fn<Send<string>>(async () => conflict('ของเพื่อน', 3))
  const draft = new Draft('k', HELD, send)
  draft.set('ของฉัน', 2)
  draft.sendNow()
  await vi.advanceTimersByTimeAsync(10)
  expect(send.mock.calls).toEqual([['ของฉัน', 2]])
  expect(draft.picture.state).toBe('conflict')
})

test('nothing is sent in the name of another person than the one who typed it', async () => {
  let who: string | undefined = 'nan'
  writeAs(() => who)
  const send = vi.fn<Send<string>>(saved)
  const draft = new Draft(storeOf('nan.editor', 'p', 'section'), HELD, send)
  draft.set('ของฉัน')
  await vi.advanceTimersByTimeAsync(40_000)
  who = undefined
  await vi.advanceTimersByTimeAsync(40_000)
  expect(send).not.toHaveBeenCalled()
  expect(kept.size).toBe(1)
  who = 'nan.editor'
  await vi.advanceTimersByTimeAsync(40_000)
  expect(send).toHaveBeenCalledTimes(1)
  expect(draft.picture.state).toBe('saved')
  writeAs(() => 'nan.editor')
})
