/** Each figure in a line: the own one, where it lies, and the quartiles of the peers. */
import { Scroller } from '../../parts/Scroller'
import { useReader, type Reader } from '../../parts/reader'
import type { Profile } from './ProfilePage'

type Figure = Profile['profileFigures'][number]

interface ProfileTableProps {
  figures: readonly Figure[]
  /** The peers were counted at all. */
  areCounted: boolean
}

export function ProfileTable({ figures, areCounted }: ProfileTableProps) {
  const { t } = useReader()
  return (
    <Scroller className="compare-box" label={t.profile.table}>
      <table className="compare profile">
        <caption className="unseen">{t.profile.table}</caption>
        <thead>
          <tr>
            <th scope="col" className="first">
              {t.profile.figure}
            </th>
            {[t.profile.own, t.profile.place, t.profile.low, t.profile.median, t.profile.high].map(
              (head) => (
                <th key={head} scope="col" className="figure">
                  {head}
                </th>
              ),
            )}
            <th scope="col" className="figure">
              {t.profile.counted}
            </th>
          </tr>
        </thead>
        <tbody>
          {figures.map((one) => (
            <Line key={one.name} figure={one} why={areCounted ? t.profile.few : t.profile.notYet} />
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

/** `why`: what is said where there are no peers. */
function Line({ figure, why }: { figure: Figure; why: string }) {
  const reader = useReader()
  const { t, n, baht, date } = reader
  const { own, peers, unit } = figure
  const write = (value: string) => (unit === 'BAHT' ? baht(value) : n(value))
  return (
    <tr>
      <th scope="row" className="first">
        {nameOf(figure, reader)} <span className="soft small">{t.profile.units[unit]}</span>
      </th>
      <td className="figure">
        {own == null ? <span className="soft">{t.profile.none}</span> : write(own)}
      </td>
      {peers ? (
        <>
          <td className="figure">{own != null && <Place own={own} peers={peers} />}</td>
          <td className="figure">{write(peers.low)}</td>
          <td className="figure">{write(peers.median)}</td>
          <td className="figure">{write(peers.high)}</td>
          <td className="figure">
            {n(peers.counted)} <span className="soft small block">{date(peers.computedAt)}</span>
          </td>
        </>
      ) : (
        <td colSpan={5} className="soft">
          {n(why)}
        </td>
      )}
    </tr>
  )
}

/** Said in words beside a sign: neither end is the better one. */
function Place({ own, peers }: { own: string; peers: NonNullable<Figure['peers']> }) {
  const { t } = useReader()
  const value = Number(own)
  const [sign, words] =
    value < Number(peers.low)
      ? ['▼', t.profile.below]
      : value > Number(peers.high)
        ? ['▲', t.profile.above]
        : ['●', t.profile.within]
  return (
    <span className="place">
      <span aria-hidden="true">{sign}</span> {words}
    </span>
  )
}

function nameOf({ name, dimensionCode }: Figure, { t, n }: Reader): string {
  if (dimensionCode) return t.profile.dimension(n(dimensionCode))
  const names: Record<string, string> = t.profile.figures
  return n(names[name] ?? name)
}
