/** A central score with where it comes from and of which day it is. */
import type { ScorePartsFragment } from '../../gql/graphql'
import { useReader } from '../../parts/reader'

export type Central = NonNullable<ScorePartsFragment['central']>

export function CentralFigure({ central }: { central: Central | null | undefined }) {
  const { t, n, date } = useReader()
  if (!central) return <span className="soft">{t.reporting.notYet}</span>
  return (
    <>
      <span>{n(central.score)}</span>
      <span className="soft small" lang="th">
        {central.source} {date(central.scoredOn)}
      </span>
    </>
  )
}
