/** What is chosen adds up to: in one quiet line, told to a screen reader when the choice rests. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import { fromSatang, toSatang } from '../../../parts/budget'
import { useReader } from '../../../parts/reader'
import type { Grid } from './useGrid'

const REST_MS = 350

export function SelectionStatus({ grid }: { grid: Grid }) {
  const { t, n, baht } = useReader()
  const { cursor } = grid
  const { edits } = grid.facts()
  const place = useSyncExternalStore(cursor.subscribe, () => cursor.place)
  const picture = useSyncExternalStore(edits.queue.subscribe, () => edits.queue.picture)
  const [words, setWords] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => {
      const budgets = grid.chosenCells().map(({ cell }) => edits.shown(cell))
      if (budgets.length < 2) return setWords('')
      const amounts = budgets.filter((budget) => budget.state === 'AMOUNT')
      const sum = amounts.reduce((all, one) => all + toSatang(one.amount), 0)
      setWords(
        t.plan.chosen(n(budgets.length), n(grid.chosenRows().length)) +
          (amounts.length ? t.plan.chosenSum(n(amounts.length), baht(fromSatang(sum))) : ''),
      )
    }, REST_MS)
    return () => clearTimeout(timer)
    // oxlint-disable-next-line react/exhaustive-deps -- place and picture say when to look again
  }, [place, picture, grid, edits, t, n, baht])
  return (
    <p className="chosen soft no-print" role="status">
      {words}
    </p>
  )
}
