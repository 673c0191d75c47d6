/** The row that the page shall go to: named in the address, or brought by an answer of the server. */
import { useCallback, useEffect, useRef, type RefObject } from 'react'
import { useSearchParams } from 'wouter'
import type { GridHandle } from './grid/PlanGrid'
import type { Plan } from './plan'

/**
 * A row named in the address (/plan?row=…&year=…) gets the focus, and leaves the address again, so that
 * the same link works a second time. A row that is not there yet is waited for.
 */
export function useWantedRow(plan: Plan, grid: RefObject<GridHandle | null>) {
  const [search, setSearch] = useSearchParams()
  const wanted = search.get('row')
  const year = search.get('year')
  const isThere = plan.initiatives.some((row) => row.id === wanted)
  /** What was done in the grid until it was asked for; null when a link asks, which always leads. */
  const since = useRef<number | null>(null)
  const hasGoneOn = useCallback(
    () => since.current !== null && since.current !== grid.current?.grid.acts,
    [grid],
  )

  useEffect(() => {
    if (!wanted || !isThere) return
    // A dialog that closes gives the focus back to its button first.
    const timer = setTimeout(() => {
      if (!hasGoneOn()) grid.current?.goToRow(wanted, year ? Number(year) : undefined)
      since.current = null
      setSearch(
        (now) => {
          now.delete('row')
          now.delete('year')
          return now
        },
        { replace: true },
      )
    }, 80)
    return () => clearTimeout(timer)
  }, [wanted, year, isThere, grid, hasGoneOn, setSearch])

  const goToRow = useCallback(
    (row: string) => {
      since.current = null
      setSearch({ row }, { replace: true })
    },
    [setSearch],
  )

  /**
   * Called when something is asked of the server; what it gives goes to a row of the answer. Whoever has
   * gone on in the grid by then stays there: what is being typed must not end in another cell.
   */
  const follow = useCallback(() => {
    const asked = grid.current?.grid.acts ?? 0
    return (row: string | undefined) => {
      since.current = asked
      if (row === undefined || hasGoneOn()) return
      setSearch({ row }, { replace: true })
    }
  }, [grid, hasGoneOn, setSearch])

  return { goToRow, follow }
}
