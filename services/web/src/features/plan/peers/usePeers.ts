/** The choosing from peers is open while the address says so (/plan?peers=1.2), so that it can be linked. */
import { useSearchParams } from 'wouter'
import { missionsLeft } from '../MissionsLeft'
import type { Plan } from '../plan'

export function usePeers(plan: Plan) {
  const [search, setSearch] = useSearchParams()
  const asked = search.get('peers')
  const first = missionsLeft(plan)[0] ?? plan.edition.dimensions[0]?.missions[0]
  const write = (code: string | null) =>
    setSearch(
      (now) => {
        if (code === null) now.delete('peers')
        else now.set('peers', code)
        return now
      },
      { replace: true },
    )
  return {
    missionCode: asked === null ? null : asked || (first?.code ?? ''),
    open: write,
    close: () => write(null),
  }
}
