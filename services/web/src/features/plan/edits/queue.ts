/**
 * Typed work on its way to the server: in order, one batch at a time, kept in this browser until
 * the server has it. Nothing is overwritten: a refused batch waits for the officer's choice.
 */
import { AskError, type Failure } from '../../../parts/ask'
import type { Budget, Unread } from '../../../parts/budget'
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

/** What was typed into a cell and is no amount: shown as typed, never sent. */
export interface Unreadable {
  text: string
  why: Unread
}

export interface Refusal extends Failure {
  key: string
  current?: { version: number; budget?: Budget; text?: string }
}

export interface Batch {
  id: number
  edits: Edit[]
  refusals?: Refusal[]
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
  private inFlight: Batch | null = null
  private isOffline = false
  private isSignedOut = false
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly listeners = new Set<() => void>()
  private readonly store: string
  private readonly save: Save
  picture: Picture

  constructor(store: string, save: Save) {
    this.store = store
    this.save = save
    this.restore()
    this.picture = this.draw()
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Starts sending; the returned function stops it (what waits stays kept). */
  start = () => {
    const wake = () => this.sendNow()
    window.addEventListener('online', wake)
    wake()
    return () => {
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
      else fresh.push({ ...edit, version: known ?? edit.version })
    }
    if (fresh.length) this.batches.push({ id: Date.now() + Math.random(), edits: fresh })
    this.changed()
    this.sendNow()
  }

  /**
   * The waiting edit that another one may replace: the last of its key, in a batch of its own.
   * An earlier one would be overwritten by what waits behind it.
   */
  private lastAlone(key: string): Edit | undefined {
    let last: Batch | undefined
    for (const batch of this.batches) {
      const holds = batch.edits.some((one) => keyOf(one.wanted) === key)
      if (holds && batch !== this.inFlight) last = batch
    }
    return last?.edits.length === 1 ? last.edits[0] : undefined
  }

  /** Keeps text that is no amount, or (null) forgets it. */
  setUnreadable(key: string, typed: Unreadable | null) {
    if (!typed && !(key in this.unreadable)) return
    if (typed) this.unreadable[key] = typed
    else delete this.unreadable[key]
    this.changed()
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
    try {
      const outcome = await this.save(batch.edits)
      this.isOffline = false
      this.isSignedOut = false
      this.tries = 0
      this.batches.shift()
      if ('versions' in outcome) this.acknowledge(batch, outcome.versions)
      else this.refused.push({ ...batch, refusals: outcome.refusals })
    } catch (error) {
      this.fail(batch, error)
    }
    this.inFlight = null
    this.changed()
    if (!this.isOffline) void this.send()
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

  private changed() {
    this.picture = this.draw()
    const { batches, refused, unreadable } = this
    if (batches.length || refused.length || Object.keys(unreadable).length) {
      localStorage.setItem(this.store, JSON.stringify({ batches, refused, unreadable }))
    } else localStorage.removeItem(this.store)
    for (const listener of this.listeners) listener()
  }

  private restore() {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.store) ?? 'null')
      Object.assign(this, kept)
    } catch {
      localStorage.removeItem(this.store)
    }
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
      waiting: this.batches.reduce((sum, batch) => sum + batch.edits.length, 0),
      isOffline: this.isOffline,
      isSignedOut: this.isSignedOut,
    }
  }
}
