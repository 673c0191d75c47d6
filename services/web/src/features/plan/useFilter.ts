/** The filter in the address, and the rows that it hides. */
import { useCallback, useMemo, useState } from 'react'
import { useSearchParams } from 'wouter'
import { hiddenBy, readFilter, writeFilter, type Filter } from './filter'
import type { Plan } from './plan'

export function useFilter(plan: Plan) {
  const [search, setSearch] = useSearchParams()
  const address = search.get('filter') ?? ''
  const filter = useMemo(() => readFilter(address), [address])
  // Looked at when the filter changes, not with every edit: a row that is being filled in stays.
  const [asked, setAsked] = useState({ address, hidden: hiddenBy(filter, plan) })
  let { hidden } = asked
  if (asked.address !== address) {
    hidden = hiddenBy(filter, plan)
    setAsked({ address, hidden })
  }
  const setFilter = useCallback(
    (next: Filter) =>
      setSearch(
        (now) => {
          const written = writeFilter(next)
          if (written) now.set('filter', written)
          else now.delete('filter')
          return now
        },
        { replace: true },
      ),
    [setSearch],
  )
  const shown = hidden ? plan.initiatives.filter((row) => !hidden.has(row.id)).length : null
  return { filter, setFilter, hidden, shown: shown ?? plan.initiatives.length }
}
