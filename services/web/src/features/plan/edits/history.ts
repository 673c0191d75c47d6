/** What can be taken back and done again in this sitting, the last first, one step at a time. */
import { useMemo, useSyncExternalStore } from 'react'

/** False: it could not be done (no line, a colleague was there since), and stays to be tried. */
type Outcome = boolean | void
export interface Step {
  undo: () => Outcome | Promise<Outcome>
  redo: () => Outcome | Promise<Outcome>
}

export class HistoryStack {
  private done: Step[] = []
  private undone: Step[] = []
  private turn: Promise<void> = Promise.resolve()
  private readonly listeners = new Set<() => void>()
  depth = { undo: 0, redo: 0 }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  push = (step: Step) => {
    this.done.push(step)
    this.undone = []
    this.changed()
  }

  /** What was done in this sitting no longer stands there to be taken back. */
  forget = () => {
    this.done = []
    this.undone = []
    this.changed()
  }

  undo = () => this.inTurn(() => this.take(this.done, this.undone, 'undo'))
  redo = () => this.inTurn(() => this.take(this.undone, this.done, 'redo'))

  private inTurn(act: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(act)
    return this.turn
  }

  private async take(from: Step[], to: Step[], verb: keyof Step) {
    const step = from.pop()
    if (!step) return
    to.push(step)
    this.changed()
    const isDone = await step[verb]()
    if (isDone === false && to.at(-1) === step) {
      to.pop()
      from.push(step)
      this.changed()
    }
  }

  private changed() {
    this.depth = { undo: this.done.length, redo: this.undone.length }
    for (const listener of this.listeners) listener()
  }
}

export function useHistory() {
  const stack = useMemo(() => new HistoryStack(), [])
  const depth = useSyncExternalStore(stack.subscribe, () => stack.depth)
  return useMemo(
    () => ({
      stack,
      canUndo: depth.undo > 0,
      canRedo: depth.redo > 0,
      push: stack.push,
      forget: stack.forget,
      undo: stack.undo,
      redo: stack.redo,
    }),
    [stack, depth],
  )
}

export type History = ReturnType<typeof useHistory>
