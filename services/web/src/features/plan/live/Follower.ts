/** One page that follows a plan: changes come in, the page's plan is kept whole, news goes out. */
import type { QueryClient } from '@tanstack/react-query'
import { PlanDocument, PlanStatusDocument } from '../../../gql/graphql'
import { askUnattended } from '../../../parts/ask'
import type { Budget } from '../../../parts/budget'
import { PLAN_KEY, STATUS_KEY, type Cell, type Plan } from '../plan'
import { keepFollowing, type Change } from './line'
import { isArrangedAlike, mergeRows, newTo } from './merge'

/** What a colleague, or the officer in another window, just changed. */
export interface News {
  by: string | null
  isOwn: boolean
  /** Keys of cells, as in the queue of edits; none when only rows came, went or moved. */
  keys: string[]
}

/** A burst of edits is followed by one look at findings and totals. */
const STATUS_AFTER_MS = 500
/** The answer to one's own edit may be on its way and bring the same. */
const BEHIND_AFTER_MS = 400
const AGAIN_AFTER_MS = 3_000

export class Follower {
  /** The newest version that anything spoke of. */
  private told = 0
  private last: Change | null = null
  private isReading = false
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>()
  private readonly client: QueryClient
  /** What the page shows for a cell, with what is still on its way. */
  private readonly shown: (cell: Cell) => Budget
  private readonly tell: (news: News) => void

  constructor(client: QueryClient, shown: (cell: Cell) => Budget, tell: (news: News) => void) {
    this.client = client
    this.shown = shown
    this.tell = tell
  }

  /** Begins; the returned function ends it. */
  start(planId: string): () => void {
    const hangUp = keepFollowing(planId, this.hear, () => void this.lookAtStatus())
    /** A saved edit asks for the status too: it may tell of a version that the line did not. */
    const unsubscribe = this.client.getQueryCache().subscribe(({ query }) => {
      if (query.queryKey[0] !== STATUS_KEY[0]) return
      const version = this.client.getQueryData<Plan | null>(STATUS_KEY)?.version ?? 0
      if (version <= this.told) return
      this.told = version
      this.later('behind', STATUS_AFTER_MS * 3, this.catchUp)
    })
    return () => {
      hangUp()
      unsubscribe()
      for (const timer of this.timers.values()) clearTimeout(timer)
    }
  }

  private readonly hear = (change: Change) => {
    const before = this.now()
    if (!before || before.id !== change.planId) return
    this.told = Math.max(this.told, change.version)
    if (change.savedBy != null) this.last = change
    // Without an event before this one, something may have been said that no version tells of.
    if (change.isWord || change.sinceVersion == null) {
      this.later('status', STATUS_AFTER_MS, () => void this.lookAtStatus())
    }
    const isNext = change.sinceVersion != null && before.version >= change.sinceVersion
    const after = isNext && change.initiatives ? mergeRows(before, change) : null
    if (after) this.show(before, after)
    else this.later('behind', BEHIND_AFTER_MS, this.catchUp)
  }

  /** Puts the newer plan on the page and tells what of it is new. */
  private show(before: Plan, after: Plan) {
    if (after === before) return
    const keys = newTo(before, after, this.shown)
    this.client.setQueryData<Plan>(PLAN_KEY, after)
    if (!keys.length && isArrangedAlike(before, after)) return
    this.later('status', STATUS_AFTER_MS, () => void this.lookAtStatus())
    this.tell({ by: this.last?.savedBy ?? null, isOwn: this.last?.isOwn ?? false, keys })
  }

  /** Reads the whole plan when the page is behind; not under the fingers of who types. */
  private readonly catchUp = async () => {
    const known = this.now()
    if (this.isReading || !known || known.version >= this.told) return
    if (isTyping()) return this.later('behind', BEHIND_AFTER_MS, this.catchUp)
    this.isReading = true
    const answer = await askUnattended(PlanDocument).catch(() => null)
    this.isReading = false
    const before = this.now()
    const after = answer?.plan
    if (before && after?.id === before.id && after.version >= before.version && !isTyping()) {
      this.show(before, after)
    }
    this.later('behind', answer ? BEHIND_AFTER_MS : AGAIN_AFTER_MS, this.catchUp)
  }

  private async lookAtStatus() {
    const answer = await askUnattended(PlanStatusDocument).catch(() => null)
    if (answer) this.client.setQueryData(STATUS_KEY, answer.plan ?? null)
  }

  private now(): Plan | undefined {
    return this.client.getQueryData<Plan>(PLAN_KEY)
  }

  private later(name: string, ms: number, act: () => unknown) {
    clearTimeout(this.timers.get(name))
    this.timers.set(name, setTimeout(act, ms))
  }
}

const isTyping = () => document.querySelector('.cell-editor') !== null
