/**
 * Typed work on its way to the server: in order, one batch at a time, kept in this browser until
 * the server has it. Nothing is overwritten: a refused batch waits for the officer's choice.
 */
import { AskError, type Failure } from '../../../parts/ask'
import type { Budget, Unread } from '../../../parts/budget'
import { Kept } from '../../../parts/kept'
import type { InitiativeKind } from '../../../gql/graphql'

export type Wanted =
  | { of: 'budget'; id: string; budget: Budget }
  | { of: 'title' | 'remarks' | 'subMission'; id: string; text: string }
  | { of: 'kind'; id: string; kind: InitiativeKind }

export interface Edit {
  wanted: Wanted
  /** The version that the officer was looking at. */
  version: number
}

/** What was typed into a cell and is no amount, or was not finished: shown as typed, never sent. */
export interface Unreadable {
  text: string
  why: Unread | 'unfinished'
  /** The version that stood there when typing began. */
  seen?: number | undefined
}

/** What stands in the open editor: the page may be gone before it is left. */
export interface Typing {
  key: string
  text: string
  seen: number | undefined
}

interface KeptEdits {
  batches: Batch[]
  refused: Batch[]
  unreadable: Record<string, Unreadable>
}

export interface Refusal extends Failure {
  key: string
  current?: { version: number; budget?: Budget; text?: string }
}

export interface Batch {
  id: number
  edits: Edit[]
  refusals?: Refusal[]
  /** It was sent: without an answer nobody knows whether the server has it. */
  isTried?: boolean
}

export type SaveState = 'saving' | 'saved' | 'offline' | 'conflict' | 'invalid' | 'held'
export type Outcome = { versions: Map<string, number> } | { refusals: Refusal[] }
export type Save = (edits: Edit[]) => Promise<Outcome>

export interface Picture {
  states: ReadonlyMap<string, SaveState>
  wanted: ReadonlyMap<string, Wanted>
  refused: readonly Batch[]
  unreadable: ReadonlyMap<string, Unreadable>
  waiting: number
  isOffline: boolean
  /** The session ended: what waits is sent after the next sign-in. */
  isSignedOut: boolean
}

const SAVED_SHOWN_MS = 6_000
const LONGEST_WAIT_MS = 30_000

export const keyOf = (wanted: Wanted) => `${wanted.of}:${wanted.id}`
/** Budgets have a version each; what else belongs to a row shares the row's. */
const versionedBy = (wanted: Wanted) =>
  wanted.of === 'budget' ? `budget:${wanted.id}` : `row:${wanted.id}`

export class EditQueue {
  private batches: Batch[] = []
  private refused: Batch[] = []
  private unreadable: Record<string, Unreadable> = {}
  private saved = new Map<string, number>()
  /** `budget:id@3` → 4: the version that one's own edit made of the one it was typed over. */
  private readonly own = new Map<string, number>()
  private inFlight: Batch | null = null
  private isOffline = false
  private isSignedOut = false
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly listeners = new Set<() => void>()
  private readonly kept: Kept<KeptEdits>
  private readonly typing: Kept<Typing>
  private readonly save: Save
  picture: Picture

  constructor(store: string, save: Save) {
    this.save = save
    this.kept = new Kept<KeptEdits>(store, this.takeOver)
    this.typing = new Kept<Typing>(`${store}.typing`, this.takeOverTyping)
    this.picture = this.draw()
    const own = this.kept.read()
    const typed = this.typing.read()
    if (own) this.take(own)
    if (typed) this.takeTyping(typed)
    if (own || typed) this.changed()
    this.typing.write(null)
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Starts sending; the returned function stops it (what waits stays kept). */
  start = () => {
    const wake = () => this.sendNow()
    window.addEventListener('online', wake)
    const stops = [this.kept.start(), this.typing.start()]
    wake()
    return () => {
      for (const stop of stops) stop()
      window.removeEventListener('online', wake)
      clearTimeout(this.timer)
    }
  }

  put(edits: Edit[]) {
    const fresh: Edit[] = []
    for (const edit of edits) {
      const key = keyOf(edit.wanted)
      delete this.unreadable[key]
      const known = this.leaveRefused(key)
      const same = edits.length === 1 ? this.lastAlone(key) : undefined
      if (same) same.wanted = edit.wanted
      else fresh.push({ ...edit, version: known ?? this.afterOwn(edit) })
    }
    if (fresh.length) this.batches.push({ id: Date.now() + Math.random(), edits: fresh })
    this.changed()
    this.sendNow()
  }

  /** Who types on while their own edit is on its way began at its version, not at a colleague's. */
  private afterOwn({ wanted, version }: Edit): number {
    let at = version
    for (;;) {
      const next = this.own.get(`${versionedBy(wanted)}@${at}`)
      if (next === undefined) return at
      at = next
    }
  }

  /**
   * The waiting edit that another one may replace: the last of its key, in a batch of its own.
   * An earlier one would be overwritten by what waits behind it; one that was sent and not answered
   * may stand there already, and is asked about as it was.
   */
  private lastAlone(key: string): Edit | undefined {
    let last: Batch | undefined
    for (const batch of this.batches) {
      const holds = batch.edits.some((one) => keyOf(one.wanted) === key)
      if (holds) last = batch
    }
    return last?.edits.length === 1 && !last.isTried ? last.edits[0] : undefined
  }

  /** Keeps text that is no amount, or (null) forgets it. */
  setUnreadable(key: string, typed: Unreadable | null) {
    if (!typed && !(key in this.unreadable)) return
    if (typed) this.unreadable[key] = typed
    else delete this.unreadable[key]
    this.changed()
  }

  /** With every key in an open editor; null when it is left. */
  keepTyping(typing: Typing | null) {
    this.typing.write(typing)
  }

  keepTheirs(batch: Batch) {
    this.refused = this.refused.filter((one) => one !== batch)
    this.changed()
  }

  /** Undoes edits; where the server refused them, what stands there is left as it is. */
  takeBack(edits: Edit[]) {
    const isRefused = ({ wanted }: Edit) =>
      this.refused.some((batch) => batch.edits.some((one) => keyOf(one.wanted) === keyOf(wanted)))
    const dropped = edits.filter(isRefused)
    const rest = edits.filter((edit) => !isRefused(edit))
    for (const { wanted } of dropped) this.leaveRefused(keyOf(wanted))
    if (rest.length) this.put(rest)
    else this.changed()
  }

  putMine(batch: Batch) {
    const current = new Map(batch.refusals?.map((one) => [one.key, one.current?.version]))
    const edits = batch.edits.map(({ wanted, version }) => ({
      wanted,
      version: current.get(keyOf(wanted)) ?? version,
    }))
    this.refused = this.refused.filter((one) => one !== batch)
    this.put(edits)
  }

  /** Resolves when nothing waits; rejects when it cannot be sent now. */
  drained(): Promise<boolean> {
    if (!this.batches.length) return Promise.resolve(true)
    return new Promise((resolve) => {
      const stop = this.subscribe(() => {
        if (this.batches.length && !this.isOffline) return
        stop()
        resolve(!this.batches.length)
      })
      this.sendNow()
    })
  }

  sendNow() {
    clearTimeout(this.timer)
    if (!this.inFlight) void this.send()
  }

  private async send() {
    const batch = this.batches[0]
    if (!batch) return
    this.inFlight = batch
    batch.isTried = true
    this.keep()
    try {
      const outcome = await this.save(batch.edits)
      this.isOffline = false
      this.isSignedOut = false
      this.tries = 0
      this.batches.shift()
      if ('versions' in outcome) this.acknowledge(batch, outcome.versions)
      else if (!this.isOvertaken(batch)) {
        this.refused.push({ ...batch, refusals: outcome.refusals })
      }
    } catch (error) {
      this.fail(batch, error)
    }
    this.inFlight = null
    this.changed()
    if (!this.isOffline) void this.send()
  }

  /** All of it was typed anew since: that is sent next, and judged by itself. */
  private isOvertaken(batch: Batch): boolean {
    const newer = new Set(this.batches.flatMap(keysOf))
    return batch.edits.every(({ wanted }) => newer.has(keyOf(wanted)))
  }

  private fail(batch: Batch, error: unknown) {
    const failure = error instanceof AskError ? error.failure : null
    this.isSignedOut = failure?.code === 'UNAUTHENTICATED'
    const isKept = !failure || (error as AskError).isPassing || this.isSignedOut
    if (isKept) {
      this.isOffline = true
      this.tries += 1
      const wait = Math.min(1_000 * 2 ** (this.tries - 1), LONGEST_WAIT_MS)
      this.timer = setTimeout(() => this.sendNow(), wait)
      return
    }
    this.isOffline = false
    this.batches.shift()
    const refusals = batch.edits.map(({ wanted }) => ({ ...failure, key: keyOf(wanted) }))
    this.refused.push({ ...batch, refusals })
  }

  private acknowledge(batch: Batch, versions: Map<string, number>) {
    for (const { wanted, version } of batch.edits) {
      const made = versions.get(versionedBy(wanted))
      if (made !== undefined && made > version) {
        this.own.set(`${versionedBy(wanted)}@${version}`, made)
      }
    }
    this.follow(versions)
    const now = Date.now()
    for (const { wanted } of batch.edits) this.saved.set(keyOf(wanted), now)
    setTimeout(() => {
      for (const [key, at] of this.saved) if (at <= now) this.saved.delete(key)
      this.changed()
    }, SAVED_SHOWN_MS)
  }

  private follow(versions: Map<string, number>) {
    for (const edit of this.batches.flatMap((one) => one.edits)) {
      edit.version = versions.get(versionedBy(edit.wanted)) ?? edit.version
    }
  }

  /** A refused cell that is typed over again leaves its batch; answers the version to use. */
  private leaveRefused(key: string): number | undefined {
    let version: number | undefined
    this.refused = this.refused.flatMap((batch) => {
      if (!batch.edits.some(({ wanted }) => keyOf(wanted) === key)) return [batch]
      version = batch.refusals?.find((one) => one.key === key)?.current?.version
      const edits = batch.edits.filter(({ wanted }) => keyOf(wanted) !== key)
      return edits.length ? [{ ...batch, edits }] : []
    })
    return version
  }

  private keep() {
    const { batches, refused, unreadable } = this
    const isAny = batches.length > 0 || refused.length > 0 || Object.keys(unreadable).length > 0
    this.kept.write(isAny ? { batches, refused, unreadable } : null)
  }

  private changed() {
    this.keep()
    this.picture = this.draw()
    for (const listener of this.listeners) listener()
  }

  /** What another tab left behind comes after one's own; versions say who was first. */
  private takeOver = (left: KeptEdits) => {
    this.take(left)
    this.changed()
    this.sendNow()
    return true
  }

  private takeOverTyping = (left: Typing) => {
    this.takeTyping(left)
    this.changed()
    return true
  }

  private take({ batches = [], refused = [], unreadable = {} }: Partial<KeptEdits>) {
    this.batches.push(...batches)
    this.refused.push(...refused)
    this.unreadable = { ...unreadable, ...this.unreadable }
  }

  private takeTyping({ key, text, seen }: Typing) {
    this.unreadable[key] ??= { text, why: 'unfinished', seen }
  }

  private draw(): Picture {
    const states = new Map<string, SaveState>()
    const wanted = new Map<string, Wanted>()
    for (const key of this.saved.keys()) states.set(key, 'saved')
    for (const batch of this.refused) {
      const why = new Map(batch.refusals?.map((one) => [one.key, one.code]))
      for (const edit of batch.edits) {
        const key = keyOf(edit.wanted)
        const code = why.get(key)
        states.set(key, code === undefined ? 'held' : code === 'CONFLICT' ? 'conflict' : 'invalid')
        wanted.set(key, edit.wanted)
      }
    }
    for (const edit of this.batches.flatMap((one) => one.edits)) {
      const key = keyOf(edit.wanted)
      states.set(key, this.isOffline ? 'offline' : 'saving')
      wanted.set(key, edit.wanted)
    }
    return {
      states,
      wanted,
      refused: this.refused,
      unreadable: new Map(Object.entries(this.unreadable)),
      waiting: new Set(this.batches.flatMap(keysOf)).size,
      isOffline: this.isOffline,
      isSignedOut: this.isSignedOut,
    }
  }
}

const keysOf = ({ edits }: Batch) => edits.map(({ wanted }) => keyOf(wanted))
