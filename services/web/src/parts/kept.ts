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
  private readonly takeOver: (left: T) => boolean
  /** Records of others that are waited for, or were taken. */
  private readonly followed: Set<string>
  private stop = new AbortController()

  /**
   * `takeOver` is given what another tab left, and must have written it before it returns. False:
   * there is no place for it now; it stays where it is until `look` is called.
   */
  constructor(name: string, takeOver: (left: T) => boolean, tab = thisTab()) {
    this.begin = `${name}#`
    this.own = this.begin + tab
    this.takeOver = takeOver
    this.followed = new Set([this.own])
  }

  read(): T | null {
    return readFrom<T>(this.own)
  }

  /** Null: nothing is left to keep. False: the browser keeps nothing (full, or forbidden). */
  write(value: T | null): boolean {
    const isKept = writeTo(this.own, value)
    if (isKept === unkept.has(this.own)) {
      if (isKept) unkept.delete(this.own)
      else unkept.add(this.own)
      for (const listener of listeners) listener()
    }
    return isKept
  }

  /** Looks for what other tabs left, now and later; the returned function stops it. */
  start(): () => void {
    const stop = (this.stop = new AbortController())
    const { signal } = stop
    const onStorage = ({ key, newValue }: StorageEvent) => {
      if (key !== null && newValue !== null) this.follow(key)
    }
    window.addEventListener('storage', onStorage, { signal })
    this.look()
    return () => stop.abort()
  }

  look() {
    for (const record of recordsOf(this.begin)) this.follow(record)
  }

  private follow(record: string) {
    if (!record.startsWith(this.begin) || this.followed.has(record)) return
    this.followed.add(record)
    const tab = record.slice(this.begin.length)
    if (!locks || !tab) return this.take(record)
    // Granted when that tab is closed, reloaded or crashed; one tab at a time.
    locks
      .request(LOCK + tab, { signal: this.stop.signal }, () => this.take(record))
      .catch(() => this.followed.delete(record))
  }

  private take(record: string) {
    const left = readFrom<T>(record)
    if (left === null || this.takeOver(left)) writeTo(record, null)
    else this.followed.delete(record)
  }
}

/** Records that this browser would not keep: what is in them lives no longer than the page. */
const unkept = new Set<string>()
const listeners = new Set<() => void>()
export const isAllKept = () => unkept.size === 0
export function subscribeToKept(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** All records whose name begins so, of whichever tab. */
export function recordsOf(begin: string): string[] {
  try {
    return Object.keys(localStorage).filter((record) => record.startsWith(begin))
  } catch {
    return []
  }
}

/** The name under which something is kept, of one of its records. */
export const nameOf = (record: string) => record.slice(0, record.lastIndexOf('#'))

/** Null when there is nothing, or nothing that can be read. */
function readFrom<T>(record: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(record) ?? 'null') as T | null
  } catch {
    return null
  }
}

function writeTo(record: string, value: unknown): boolean {
  try {
    if (value === null) localStorage.removeItem(record)
    else localStorage.setItem(record, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
