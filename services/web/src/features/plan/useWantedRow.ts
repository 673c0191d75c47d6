/** Going to a row that the address names. */
import { useCallback, useEffect, type RefObject } from 'react'
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
  useEffect(() => {
    if (!wanted || !isThere) return
    // A dialog that closes gives the focus back to its button first.
    const timer = setTimeout(() => {
      grid.current?.goToRow(wanted, year ? Number(year) : undefined)
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
  }, [wanted, year, isThere, grid, setSearch])
  return useCallback((row: string) => setSearch({ row }, { replace: true }), [setSearch])
}
