/** A newer edition has come than the one of the plan that stands: the next plan can be started. */
import { useReader } from '../../../parts/reader'
import { StartEarlier } from './StartEarlier'
import { StartEmpty } from './StartEmpty'
import { useEditions } from './useEditions'

export function NextPeriod({ standing }: { standing: string }) {
  const { t, n } = useReader()
  const newest = useEditions().data?.at(-1)?.code
  if (!newest || newest === standing) return null
  return (
    <section className="card stack" aria-labelledby="next-period">
      <h2 id="next-period">{t.intake.nextPeriod(n(newest))}</h2>
      <StartEarlier />
      <StartEmpty />
    </section>
  )
}
