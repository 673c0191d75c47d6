import { beforeEach, expect, test, vi } from 'vitest'

const NAME = 'simiti.edits.mali.p1'

/** What a browser keeps: its keys are its own enumerable names, as `Object.keys` sees them. */
let store: Record<string, string>
/** Locks as in a browser: who asks for one that is held waits until it is given up. */
let held: Map<string, (() => void)[]>

beforeEach(() => {
  vi.resetModules()
  held = new Map()
  store = Object.create({
    getItem(this: Record<string, string>, key: string) {
      return this[key] ?? null
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key]
    },
  }) as Record<string, string>
  vi.stubGlobal('localStorage', store)
  vi.stubGlobal('window', new EventTarget())
})

const locks = {
  request(name: string, ...rest: unknown[]): Promise<unknown> {
    const act = rest.at(-1) as () => unknown
    return new Promise((resolve) => {
      const waiting = held.get(name)
      if (waiting) waiting.push(() => resolve(act()))
      else {
        held.set(name, [])
        resolve(act())
      }
    })
  },
}

/** The page of that tab is gone. */
function close(tab: string) {
  for (const go of held.get(`simiti.tab.${tab}`) ?? []) go()
  held.delete(`simiti.tab.${tab}`)
}

async function open(tab: string, taken: unknown[] = [], hasLocks = true) {
  vi.stubGlobal('navigator', hasLocks ? { locks } : {})
  const { Kept } = await import('./kept')
  if (hasLocks && !held.has(`simiti.tab.${tab}`)) held.set(`simiti.tab.${tab}`, [])
  return new Kept<string>(NAME, (left) => taken.push(left) > 0, tab)
}

test('two tabs keep what is theirs, and neither takes from one that is open', async () => {
  const taken: string[] = []
  const one = await open('a')
  const other = await open('b', taken)
  one.write('typed in a')
  other.start()
  other.write('typed in b')
  other.write(null)
  expect(one.read()).toBe('typed in a')
  expect(taken).toEqual([])
})

test('what a tab leaves behind is taken over once, when it is gone', async () => {
  const [second, third]: [string[], string[]] = [[], []]
  const one = await open('a')
  one.write('typed in a')
  ;(await open('b', second)).start()
  ;(await open('c', third)).start()
  close('a')
  expect([...second, ...third]).toEqual(['typed in a'])
  expect(Object.keys(store)).toEqual([])
})

test('a tab that was opened later is heard of', async () => {
  const taken: string[] = []
  ;(await open('a', taken)).start()
  const later = await open('b')
  later.write('typed in b')
  const news = Object.assign(new Event('storage'), {
    key: 'simiti.edits.mali.p1#b',
    newValue: '"typed in b"',
  })
  window.dispatchEvent(news)
  close('b')
  expect(taken).toEqual(['typed in b'])
})

test('nothing of another person or another plan is taken', async () => {
  const taken: string[] = []
  store['simiti.edits.mali.p12#x'] = '"another plan"'
  store['simiti.edits.malila.p1#x'] = '"another person"'
  ;(await open('a', taken)).start()
  expect(taken).toEqual([])
})

test('without locks the tabs share one record, as it lies there', async () => {
  ;(await open('', [], false)).write('typed')
  expect((await open('', [], false)).read()).toBe('typed')
})

test('a browser that keeps nothing says so', async () => {
  const kept = await open('a')
  vi.stubGlobal('localStorage', {
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  })
  expect(kept.write('typed')).toBe(false)
  expect(kept.read()).toBe(null)
})

test('what cannot be taken now stays until it is looked for again', async () => {
  const taken: string[] = []
  let hasPlace = false
  const one = await open('a')
  one.write('typed in a')
  vi.stubGlobal('navigator', { locks })
  const { Kept } = await import('./kept')
  held.set('simiti.tab.b', [])
  const other = new Kept<string>(NAME, (left) => hasPlace && taken.push(left) > 0, 'b')
  other.start()
  close('a')
  expect(store[`${NAME}#a`]).toBe('"typed in a"')
  hasPlace = true
  await Promise.resolve()
  other.look()
  expect(taken).toEqual(['typed in a'])
  expect(Object.keys(store)).toEqual([])
})

test('while something is not kept that is told, and no longer when it is given up', async () => {
  const kept = await open('a')
  const { isAllKept, subscribeToKept } = await import('./kept')
  const told = vi.fn()
  subscribeToKept(told)
  const full = vi.spyOn(store as unknown as Storage, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  kept.write('typed')
  kept.write('typed on')
  expect(isAllKept()).toBe(false)
  full.mockRestore()
  kept.write(null)
  expect(isAllKept()).toBe(true)
  expect(told).toHaveBeenCalledTimes(2)
})
