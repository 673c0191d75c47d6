/**
 * Typed work that the server does not have yet, kept in this browser: one record for each tab, so
 * that two tabs never write over each other. What a tab leaves behind is taken over when it is gone.
 */

/** A tab holds the lock of its name for as long as its page lives, however that ends. */
const LOCK = 'simiti.tab.'
const locks = typeof navigator === 'undefined' ? undefined : navigator.locks

/** Without locks (no https) nobody can say which tab is gone: then all share one record. */
let me: string | null = null
function thisTab(): string {
  if (me === null) {
    me = locks ? crypto.randomUUID() : ''
    void locks?.request(LOCK + me, () => new Promise(() => undefined))
  }
  return me
}

export class Kept<T> {
  private readonly begin: string
  private readonly own: string
  private readonly takeOver: (left: T) => void

  /** `takeOver` is given what another tab left; it must have written it before it returns. */
  constructor(name: string, takeOver: (left: T) => void, tab = thisTab()) {
    this.begin = `${name}#`
    this.own = this.begin + tab
    this.takeOver = takeOver
  }

  read(): T | null {
    return readFrom<T>(this.own)
  }

  /** Null: nothing is left to keep. False: the browser keeps nothing (full, or forbidden). */
  write(value: T | null): boolean {
    return writeTo(this.own, value)
  }

  /** Looks for what other tabs left, now and later; the returned function stops it. */
  start(): () => void {
    const stop = new AbortController()
    const followed = new Set([this.own])
    const follow = (record: string) => {
      if (!record.startsWith(this.begin) || followed.has(record)) return
      followed.add(record)
      const tab = record.slice(this.begin.length)
      if (!locks || !tab) return this.take(record)
      // Granted when that tab is closed, reloaded or crashed; one tab at a time.
      locks
        .request(LOCK + tab, { signal: stop.signal }, () => this.take(record))
        .catch(() => followed.delete(record))
    }
    const onStorage = ({ key, newValue }: StorageEvent) => {
      if (key !== null && newValue !== null) follow(key)
    }
    for (const record of records()) follow(record)
    window.addEventListener('storage', onStorage)
    return () => {
      stop.abort()
      window.removeEventListener('storage', onStorage)
    }
  }

  private take(record: string) {
    const left = readFrom<T>(record)
    if (left !== null) this.takeOver(left)
    writeTo(record, null)
  }
}

function records(): string[] {
  try {
    return Object.keys(localStorage)
  } catch {
    return []
  }
}

/** Null when there is nothing, or nothing that can be read. */
export function readFrom<T>(record: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(record) ?? 'null') as T | null
  } catch {
    return null
  }
}

export function writeTo(record: string, value: unknown): boolean {
  try {
    if (value === null) localStorage.removeItem(record)
    else localStorage.setItem(record, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
