/** What programs changed here by their tokens, and which tokens were made, replaced and revoked. */
import { Button } from '@mantine/core'
import { Failed, Loading } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { useProgramActs, type Act } from './programs'

export function ProgramActs() {
  const { t } = useReader()
  const words = t.integration
  const { data, isError, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useProgramActs()
  if (isError && !data) return <Failed error={error} onAgain={() => void refetch()} />
  if (!data) return <Loading />
  const acts = data.pages.flatMap((page) => page.edges.map((edge) => edge.node))
  if (!acts.length) return <p className="soft">{words.noActs}</p>
  return (
    <>
      <ul className="plain program-acts">
        {acts.map((one) => (
          <ActLine key={one.id} act={one} />
        ))}
      </ul>
      {hasNextPage && (
        <div className="row">
          <Button
            variant="default"
            size="sm"
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {words.earlierActs}
          </Button>
        </div>
      )}
    </>
  )
}

function ActLine({ act }: { act: Act }) {
  const { t, moment } = useReader()
  const words = t.integration
  const isOfToken = act.type === 'TOKEN'
  const tokenAct = isOfToken ? words.tokenActs[act.verb] : undefined
  return (
    <li>
      <p>
        {tokenAct?.(act.tokenName) ?? (
          <>
            <strong>{act.tokenName}</strong> {words.changed(words.things[act.type])}
          </>
        )}
      </p>
      <p className="soft small">
        {moment(act.at)} · {isOfToken ? words.byOwner(act.byName) : words.inPlaceOf(act.byName)}
        {isOfToken &&
          act.scopes.length > 0 &&
          ` · ${act.scopes.map((scope) => t.tokens.scopeNames[scope]).join(' · ')}`}
      </p>
    </li>
  )
}
