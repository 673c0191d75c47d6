/** What a token's requests still use although the schema is going to lose it. */
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import type { Token } from './tokens'

export function DeprecatedUses({ token }: { token: Token }) {
  const { t, n, date } = useReader()
  const words = t.tokens
  const uses = token.deprecatedUses
  if (!uses.length) return null
  return (
    <div className="deprecated-uses">
      <Notice title={words.deprecated(n(uses.length))} icon="alert" attention>
        <p className="small">{words.deprecatedNote}</p>
        <ul className="plain stack">
          {uses.map((one) => (
            <li key={one.coordinate}>
              <code>{one.coordinate}</code>
              <p>
                {one.removedOn && words.removedOn(date(one.removedOn))}
                {one.removedOn && one.replacement && ' · '}
                {one.replacement && (
                  <>
                    {words.useInstead} <code>{one.replacement}</code>
                  </>
                )}
                {!one.removedOn && !one.replacement && one.reason}
              </p>
              <p className="soft small">
                {words.usedBetween(
                  n(one.requests),
                  date(one.firstUsedOn),
                  one.lastUsedOn === one.firstUsedOn ? '' : date(one.lastUsedOn),
                )}
              </p>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}
