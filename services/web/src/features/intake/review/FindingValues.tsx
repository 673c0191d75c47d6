/** What a finding compares: printed beside computed, by year or by kind, with the difference. */
import type { InitiativeKind } from '../../../gql/graphql'
import { useReader } from '../../../parts/reader'
import type { Finding } from '../documents'

interface Compared {
  declared?: string | number
  computed?: string | number
  listed?: string | number
  difference?: string | number
}

type Values = Partial<Record<'years' | 'kinds', Record<string, Compared> | unknown[]>>

export function FindingValues({ finding }: { finding: Finding }) {
  const { t, n, baht } = useReader()
  const { years, kinds } = (finding.values ?? {}) as Values
  const compared = [years, kinds].find((one) => one && !Array.isArray(one)) as
    Record<string, Compared> | undefined
  const lines = Object.entries(compared ?? {}).filter(([, one]) => one.declared !== undefined)
  if (!lines.length) return null
  const name = (key: string) => (/^\d+$/.test(key) ? n(key) : t.kinds[key as InitiativeKind])
  const figure = (value: string | number | undefined) =>
    value === undefined || value === '-' ? '-' : baht(String(value))
  return (
    <table className="finding-values">
      <thead>
        <tr>
          <td />
          <th scope="col">{t.intake.declared}</th>
          <th scope="col">{t.intake.computed}</th>
          <th scope="col">{t.intake.difference}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(([key, one]) => (
          <tr key={key}>
            <th scope="row">{name(key)}</th>
            <td className="figure">{figure(one.declared)}</td>
            <td className="figure">{figure(one.computed ?? one.listed)}</td>
            <td className="figure off">{figure(one.difference)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
