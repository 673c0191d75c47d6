/** Putting rows in another order, one after another; where the row came is said. */
import { useEffect, useState } from 'react'
import { useReader, type Reader } from '../../parts/reader'
import type { Line } from './grid/layout'
import { shifted, type Target } from './grid/reorder'
import type { Initiative } from './plan'
import type { Rows } from './useRows'

interface Facts {
  rows: Rows
  /** With rows hidden nobody could say between which of them a row goes. */
  isFiltered: boolean
  reader: Reader
}

export function useReorder(rows: Rows, isFiltered: boolean, say: (words: string) => void) {
  const reader = useReader()
  const [reordering] = useState(() => new Reordering({ rows, isFiltered, reader }, say))
  useEffect(() => reordering.learn({ rows, isFiltered, reader }))
  return reordering
}

class Reordering {
  private facts: Facts
  private isUnderWay = false
  private readonly say: (words: string) => void

  constructor(facts: Facts, say: (words: string) => void) {
    this.facts = facts
    this.say = say
  }

  learn(facts: Facts) {
    this.facts = facts
  }

  drop = (row: Initiative, target: Target) => void this.move(row, target)

  shift = (line: Line, step: 1 | -1, lines: readonly Line[]) => {
    const target = shifted(lines, line, step)
    if (line.row && target) void this.move(line.row, target)
  }

  private async move(row: Initiative, target: Target) {
    const { rows, isFiltered, reader } = this.facts
    const { t, n } = reader
    if (isFiltered) return this.say(t.plan.noReorder)
    // A press while one move is under way would start from an order that is no longer there.
    if (this.isUnderWay) return
    this.isUnderWay = true
    try {
      await rows.run({ do: 'move', row, ...target })
      const place = t.plan.placeOf(n(target.missionCode), n(target.position))
      this.say(t.plan.movedTo(row.title, place))
    } catch {
      this.say('')
    } finally {
      this.isUnderWay = false
    }
  }
}
