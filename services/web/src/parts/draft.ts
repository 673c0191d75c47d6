/**
 * One thing while it is written (a text of the plan, an entry of a report): kept in this browser with every key, sent a moment after
 * the last one, and never put over what a colleague saved: then both wait for the officer's choice.
 */
import { AskError, type Failure } from './ask'
import { Kept, nameOf, recordsOf } from './kept'

export type DraftState =
  'saved' | 'typing' | 'saving' | 'offline' | 'signedOut' | 'conflict' | 'refused'

/** What the server holds; 0 is the version of a part that nobody has begun. */
export interface Held<T> {
  value: T
  version: number
}

/** What is kept in the browser. */
interface Unsent<T> extends Held<T> {
  /** What was sent and not answered: the server may have it, and is asked about it first. */
  tried?: T | undefined
}

export type Answer<T> = { held: Held<T> } | { failure: Failure; current?: Held<T> }
export type Send<T> = (value: T, version: number) => Promise<Answer<T>>

export interface DraftPicture<T> {
  value: T
  state: DraftState
  /** What a colleague saved meanwhile. */
  theirs: Held<T> | null
  failure: Failure | null
}

const QUIET_MS = 1_500
const LONGEST_QUIET_MS = 10_000
const LONGEST_WAIT_MS = 30_000

export class Draft<T> {
  picture: DraftPicture<T>
  private held: Held<T>
  private theirs: Held<T> | null = null
  private failure: Failure | null = null
  private value: T
  private tried: T | undefined
  private state: DraftState = 'saved'
  private isSending = false
  private tries = 0
  private since = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private send: Send<T>
  private readonly store: string
  private readonly kept: Kept<Unsent<T>>
  private readonly listeners = new Set<() => void>()

  constructor(store: string, held: Held<T>, send: Send<T>) {
    this.store = store
    this.kept = new Kept(store, this.takeOver)
    this.held = held
    this.value = held.value
    this.send = send
    this.picture = this.draw()
    const own = this.kept.read()
    if (own) this.takeOver(own)
  }

  /** From now on it also takes what a tab leaves behind that is closed. */
  start() {
    this.kept.start()
    return this
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  get isUnsent(): boolean {
    return this.state !== 'saved'
  }

  /** What the page knows newly; it never replaces what is being typed. */
  follow(held: Held<T>, send: Send<T>) {
    this.send = send
    if (this.isUnsent || held.version <= this.held.version) return
    this.held = held
    this.value = held.value
    this.changed()
  }

  /** `seen`: the version that stood there when typing began, where that was before now. */
  set(value: T, seen = this.held.version) {
    if (same(value, this.value)) return
    if (!this.isUnsent && seen < this.held.version) this.held = { ...this.held, version: seen }
    this.value = value
    this.since ||= Date.now()
    if (this.state !== 'conflict') this.state = 'typing'
    this.failure = null
    this.keep()
    this.changed()
    this.later(Math.min(QUIET_MS, Math.max(0, this.since + LONGEST_QUIET_MS - Date.now())))
  }

  /** Sends what waits at once: the page is being left, or the line is back. */
  sendNow = () => {
    clearTimeout(this.timer)
    if (!this.isUnsent || this.isSending || this.state === 'conflict') return
    if (isTheirs(this.store)) void this.deliver()
    // Somebody else signed in on this machine: it waits for its writer, kept as it is.
    else this.later(LONGEST_WAIT_MS)
  }

  keepTheirs() {
    if (this.theirs) this.settle(this.theirs)
  }

  putMine() {
    if (!this.theirs) return
    this.held = this.theirs
    this.theirs = null
    this.state = 'typing'
    this.keep()
    this.sendNow()
  }

  /** Gives up what was refused: what the server holds stands. */
  drop() {
    this.settle(this.held)
  }

  private async deliver() {
    const value = this.tried ?? this.value
    this.tried = value
    this.isSending = true
    this.state = 'saving'
    this.keep()
    this.changed()
    try {
      const answer = await this.send(value, this.held.version)
      this.tries = 0
      this.tried = undefined
      if ('held' in answer) this.acknowledge(value, answer.held)
      else this.refuse(value, answer.failure, answer.current)
    } catch (error) {
      this.fail(error)
    }
    this.isSending = false
    this.changed()
    if ((this.state as DraftState) === 'typing') this.later(QUIET_MS)
  }

  private acknowledge(sent: T, held: Held<T>) {
    this.since = 0
    // The answer may spell it differently; under the fingers of who types on, it is left alone.
    if (same(sent, this.value)) return this.settle(held, true)
    this.held = held
    this.state = 'typing'
    this.keep()
  }

  private refuse(sent: T, failure: Failure, current: Held<T> | undefined) {
    if (failure.code !== 'CONFLICT' || !current) {
      // Typed on since: the newer words may stand where the older could not.
      const isNewer = !same(sent, this.value)
      this.state = isNewer ? 'typing' : 'refused'
      if (isNewer) return
      this.failure = failure
    } else if (same(current.value, sent)) {
      // The answer to an earlier try was lost on the way: what stands there is what was sent.
      this.acknowledge(sent, current)
    } else {
      this.state = 'conflict'
      this.theirs = current
    }
  }

  private fail(error: unknown) {
    const failure = error instanceof AskError ? error.failure : null
    const isKept = !failure || (error as AskError).isPassing
    if (failure?.code === 'UNAUTHENTICATED') this.state = 'signedOut'
    else if (isKept) this.state = 'offline'
    else {
      this.tried = undefined
      this.state = 'refused'
      this.failure = failure
      return
    }
    this.tries += 1
    this.later(Math.min(1_000 * 2 ** (this.tries - 1), LONGEST_WAIT_MS))
  }

  /** What another tab left waits its turn behind what is typed here: neither is put over the other. */
  private takeOver = ({ value, version, tried }: Unsent<T>): boolean => {
    if (this.isUnsent) return false
    if (!same(value, this.value)) {
      this.value = value
      this.tried = tried
      this.held = { ...this.held, version }
      this.state = 'typing'
    }
    this.keep()
    this.changed()
    if (this.isUnsent) this.later(0)
    return true
  }

  private settle(held: Held<T>, isOwn = false) {
    this.held = held
    if (!isOwn) this.value = held.value
    this.theirs = null
    this.failure = null
    this.state = 'saved'
    this.since = 0
    this.keep()
    this.changed()
    this.kept.look()
  }

  private later(ms: number) {
    clearTimeout(this.timer)
    this.timer = setTimeout(this.sendNow, ms)
  }

  private keep() {
    const { value, held, tried } = this
    this.kept.write(this.isUnsent ? { value, version: held.version, tried } : null)
  }

  private changed() {
    this.picture = this.draw()
    changes += 1
    for (const listener of [...this.listeners, ...everywhere]) listener()
  }

  private draw(): DraftPicture<T> {
    const { value, state, theirs, failure } = this
    return { value, state, theirs, failure }
  }
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Whether the person who is signed in now wrote what is kept under this name. */
let isTheirs: (store: string) => boolean = () => true

export const storeOf = (username: string, planId: string, part: string) =>
  `simiti.draft.${username}/${planId}/${part}`

/** Nothing is ever sent in the name of another person than the one who typed it. */
export function writeAs(who: () => string | undefined) {
  isTheirs = (store) => {
    const username = who()
    return username !== undefined && store.startsWith(storeOf(username, '', '').slice(0, -1))
  }
}

/** One draft a part as long as the page lives, so that leaving a tab cannot send it twice. */
const drafts = new Map<string, Draft<unknown>>()

export function draftFor<T>(store: string, held: Held<T>, send: Send<T>): Draft<T> {
  const found = drafts.get(store) as Draft<T> | undefined
  if (found) return found
  const draft = new Draft(store, held, send).start()
  drafts.set(store, draft as Draft<unknown>)
  return draft
}

/** The names of what is kept and begins so: also what no page has opened yet. */
export const keptUnder = (begin: string) => new Set(recordsOf(begin).map(nameOf))

/** The draft of this name, when it holds what the server does not have yet. */
export function openDraft<T>(store: string): Draft<T> | undefined {
  const draft = drafts.get(store) as Draft<T> | undefined
  return draft?.isUnsent ? draft : undefined
}

/** Who listens to all of them, and how often there was something to hear. */
const everywhere = new Set<() => void>()
let changes = 0
export const draftChanges = () => changes

export function subscribeToDrafts(listener: () => void) {
  everywhere.add(listener)
  return () => everywhere.delete(listener)
}

/** The line is back, or somebody signed in again: whatever waits is sent. */
export function sendAllDrafts() {
  for (const draft of drafts.values()) draft.sendNow()
}

export const hasUnsentDrafts = () => [...drafts.values()].some((draft) => draft.isUnsent)
