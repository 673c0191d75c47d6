/** Words found in submitted plans: by organisation, the best first, each a way to its revision. */
import { Button, NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { SearchDocument, type OrganisationKind, type SearchQuery } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { groupBy } from '../../parts/group'
import { Icon } from '../../parts/Icon'
import { KindMark } from '../../parts/Marks'
import { Failed, Loading } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import '../../styles/inner'
import '../../styles/comparison.css'
import '../../styles/search.css'
import { useMay } from '../session/viewer'
import { piecesOf } from './marked'

type Edge = SearchQuery['search']['edges'][number]
type Hit = Edge['node'] & { cursor: string }
const KINDS: OrganisationKind[] = ['SAO', 'TOWN_SUBDISTRICT', 'TOWN', 'CITY', 'PAO']
const DIMENSIONS = ['1', '2', '3', '4']

export default function SearchPage() {
  const { t, n } = useReader()
  const [search, setSearch] = useSearchParams()
  const mayCompare = useMay('COMPARE')
  const text = search.get('q') ?? ''
  const [typed, setTyped] = useState(text)
  const variables = {
    text,
    provinceCode: search.get('province'),
    districtCode: search.get('district'),
    organisationKind: search.get('kind') as OrganisationKind | null,
    dimensionCode: search.get('dimension'),
  }
  const pages = useInfiniteQuery({
    queryKey: ['search', variables],
    queryFn: async ({ pageParam }) =>
      (await ask(SearchDocument, { ...variables, after: pageParam })).search,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    enabled: text.trim() !== '',
  })
  const hits =
    pages.data?.pages.flatMap((page) =>
      page.edges.map(({ cursor, node }): Hit => ({ ...node, cursor })),
    ) ?? []
  const change = (key: string, value: string) =>
    setSearch((before) => {
      const next = new URLSearchParams(before)
      if (value) next.set(key, value)
      else next.delete(key)
      return next
    })
  return (
    <Page title={t.search.title} tabTitle={t.search.title} lead={t.search.lead}>
      <form
        className="filters"
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          change('q', typed.trim())
        }}
      >
        <label className="search-field">
          {t.search.words}
          <input
            type="search"
            value={typed}
            maxLength={100}
            lang="th"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        {mayCompare && (
          <NativeSelect
            label={t.comparison.kindLabel}
            value={variables.organisationKind ?? ''}
            onChange={(event) => change('kind', event.currentTarget.value)}
            data={[
              { value: '', label: t.comparison.allKinds },
              ...KINDS.map((value) => ({ value, label: t.organisationKinds[value] })),
            ]}
          />
        )}
        <NativeSelect
          label={t.comparison.dimensionLabel}
          value={variables.dimensionCode ?? ''}
          onChange={(event) => change('dimension', event.currentTarget.value)}
          data={[
            { value: '', label: t.comparison.allDimensions },
            ...DIMENSIONS.map((value) => ({ value, label: t.dimension(n(value)) })),
          ]}
        />
        <Button type="submit" leftSection={<Icon name="search" />}>
          {t.search.go}
        </Button>
      </form>
      {text.trim() !== '' && pages.isPending && <Loading />}
      {pages.isError && <Failed error={pages.error} onAgain={() => void pages.refetch()} />}
      {pages.data && (
        <p role="status" className="soft">
          {hits.length ? t.search.found(n(hits.length), pages.hasNextPage) : t.search.nothing(text)}
        </p>
      )}
      {pages.data && !hits.length && <p>{t.search.suggest}</p>}
      {[...groupBy(hits, (hit) => hit.organisation.code)].map(([code, own]) => (
        <Organisation key={code} hits={own} />
      ))}
      {pages.hasNextPage && (
        <Button
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t.comparison.loadMore}
        </Button>
      )}
    </Page>
  )
}

function Organisation({ hits }: { hits: Hit[] }) {
  const { t, n, name } = useReader()
  const { organisation, revisionId, revisionNumber } = hits[0]!
  return (
    <div className="card search-group">
      <h2>
        <Link href={`/plan/revisions/${encodeURIComponent(revisionId)}`} lang="th">
          {organisation.nameShortTh}
        </Link>{' '}
        <span className="soft small">
          {organisation.district && t.comparison.district(name(organisation.district))}{' '}
          {t.comparison.revision(n(revisionNumber))}
        </span>
      </h2>
      <ul className="plain lines">
        {hits.map((hit) => (
          <li key={hit.cursor}>
            <p className="row small">
              <span className="tag">{t.search.places[hit.place]}</span>
              {hit.missionCode && <span className="soft">{t.mission(n(hit.missionCode))}</span>}
              {hit.kind && <KindMark kind={hit.kind} />}
            </p>
            {hit.title && hit.place !== 'TITLE' && (
              <p lang="th">
                {n(hit.number ?? '')}. {n(hit.title)}
              </p>
            )}
            <p lang="th" className={hit.place === 'TITLE' ? undefined : 'search-text'}>
              {hit.isCut && '… '}
              {hit.place === 'TITLE' && hit.number != null && `${n(hit.number)}. `}
              {piecesOf(hit.text, hit.marks).map(({ at, text, isFound }) =>
                isFound ? <mark key={at}>{n(text)}</mark> : <span key={at}>{n(text)}</span>,
              )}
              {hit.isCut && ' …'}
            </p>
          </li>
        ))}
      </ul>
    </div>
  )
}
