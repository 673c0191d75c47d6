/**
 * `useState` for words that a button sends: with every key they are kept in this browser, and they
 * are there again when the question is opened anew, until they are sent or given up.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState, type SetStateAction } from 'react'
import { Kept } from './kept'

type Viewer = { person: { username: string } }

export interface Typed<T> {
  value: T
  /** It was typed before this question was opened. */
  isLeft: boolean
  set: (next: SetStateAction<T>) => void
  /** Sent, or given up. */
  drop: () => void
}

/** Both at once, or null when one would be put over the other: then what was left stays for later. */
type Merge<T> = (here: T, left: T) => T | null

/** `place`: what is asked about what; another place needs another `key` of the component. */
export function useTyped<T>(place: string, begin: T, merge?: Merge<T>): Typed<T> {
  const client = useQueryClient()
  const username = client.getQueryData<Viewer | null>(['viewer'])?.person.username ?? ''
  const words = useMemo(
    () => new Words<T>(`simiti.typed.${username}/${place}`, merge),
    [username, place, merge],
  )
  const [typed, show] = useState(words.typed)
  useEffect(() => words.start(() => show(words.typed)), [words])
  useEffect(() => words.standOn(begin), [words, begin])
  const hand = useMemo(() => {
    const put = (next: T | null) => {
      words.put(next)
      show(words.typed)
    }
    return {
      set: (next: SetStateAction<T>) => {
        const now = typeof next === 'function' ? (next as (before: T) => T)(words.value) : next
        put(JSON.stringify(now) === JSON.stringify(words.begin) ? null : now)
      },
      drop: () => put(null),
    }
  }, [words])
  const value = typed === null ? begin : typed
  return useMemo(
    () => ({ value, isLeft: typed !== null && words.isLeft, ...hand }),
    [value, typed, words, hand],
  )
}

/** What the button "cancel" does; Escape and the cross close the question and keep the words. */
export function giveUp({ drop }: Pick<Typed<unknown>, 'drop'>, close: () => void) {
  drop()
  close()
}

class Words<T> {
  typed: T | null
  /** What stands where nothing is typed. */
  begin!: T
  isLeft: boolean
  private readonly kept: Kept<T>

  constructor(name: string, merge: Merge<T> = () => null) {
    this.kept = new Kept<T>(name, (left) => {
      const both = this.typed === null ? left : merge(this.typed, left)
      if (both === null) return false
      this.isLeft ||= this.typed === null
      this.put(both)
      this.taken()
      return true
    })
    this.typed = this.kept.read()
    this.isLeft = this.typed !== null
  }

  private taken = () => {}

  standOn(begin: T) {
    this.begin = begin
  }

  get value(): T {
    return this.typed === null ? this.begin : this.typed
  }

  put(typed: T | null) {
    this.typed = typed
    this.kept.write(typed)
  }

  start(taken: () => void) {
    this.taken = taken
    return this.kept.start()
  }
}
