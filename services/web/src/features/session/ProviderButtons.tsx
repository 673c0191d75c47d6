/** A button for each provider by which one may sign in; nothing where none is set up. */
import { Button } from '@mantine/core'
import { Failed } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { useBegin, useProviders } from './providers'

export function ProviderButtons({ next }: { next: string }) {
  const { t, name } = useReader()
  const providers = useProviders().data?.providers ?? []
  const begin = useBegin()
  if (providers.length === 0) return null
  return (
    <section className="stack" aria-label={t.session.otherWays}>
      <p className="soft small">{t.session.otherWays}</p>
      {begin.error && <Failed error={begin.error} />}
      {providers.map((one) => (
        <Button
          key={one.key}
          size="md"
          variant="default"
          loading={begin.isPending && begin.variables.key === one.key}
          onClick={() => begin.mutate({ key: one.key, next })}
        >
          {t.session.by(name(one))}
        </Button>
      ))}
    </section>
  )
}
