/** Organisations × sub-missions, where the edition names them: the same marks as by mission. */
import { useQuery } from '@tanstack/react-query'
import { SubCoverageDocument, type SubCoverageQueryVariables } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Failed, Loading } from '../../../parts/Notice'
import { Scroller } from '../../../parts/Scroller'
import { useReader } from '../../../parts/reader'
import type { Behind, Comparison } from '../comparison'
import { useCellKeys } from '../keys'
import { Legend, LookCell } from './Coverage'

interface SubCoverageProps {
  comparison: Comparison
  asked: SubCoverageQueryVariables
  onBehind: (behind: Behind) => void
}

export function SubCoverage({ comparison, asked, onBehind }: SubCoverageProps) {
  const { t, n } = useReader()
  const keys = useCellKeys()
  const found = useQuery({
    queryKey: ['subCoverage', asked],
    queryFn: async () => (await ask(SubCoverageDocument, asked)).comparison?.organisations ?? [],
  })
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  if (found.isPending) return <Loading />
  const parts = comparison.edition.dimensions
    .flatMap((dimension) => dimension.missions)
    .flatMap((mission) => mission.subMissions)
  const covered = new Map(found.data.map((one) => [one.organisation.code, one.subCoverage]))
  return (
    <div className="stack">
      <Legend />
      <p className="soft small no-print keys-note">{t.gaps.keys}</p>
      <Scroller className="compare-box" label={t.comparison.tabs.coverage}>
        <table
          className="compare heat"
          role="grid"
          aria-readonly="true"
          onKeyDown={keys.onKeyDown}
          onFocus={keys.onFocus}
        >
          <caption>{t.gaps.subCaption}</caption>
          <thead>
            <tr>
              <th scope="col" className="first">
                {t.comparison.organisation}
              </th>
              {parts.map((part) => (
                <th key={part.code} scope="col" title={part.titleTh}>
                  {n(part.code)}
                  <span className="unseen"> {part.titleTh}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {comparison.organisations.map(({ organisation, revisionNumber }, line) => {
              const own = covered.get(organisation.code)
              const why = revisionNumber == null ? t.comparison.noPlan : t.gaps.notCounted
              return (
                <tr key={organisation.code}>
                  <th scope="row" className="first" lang="th">
                    {organisation.nameShortTh}
                  </th>
                  {revisionNumber == null || !own ? (
                    <td
                      className="no-plan"
                      colSpan={parts.length}
                      data-cell
                      tabIndex={line === 0 ? 0 : -1}
                    >
                      <span>{why}</span>
                    </td>
                  ) : (
                    parts.map((part) => (
                      <LookCell
                        key={part.code}
                        name={organisation.nameShortTh}
                        part={part}
                        cell={own.find((one) => one.subMissionCode === part.code)}
                        onOpen={() =>
                          onBehind({
                            title: `${organisation.nameShortTh} · ${n(part.code)}`,
                            years: comparison.fiscalYears.map((year) => year.be),
                            where: {
                              editionCode: comparison.edition.code,
                              organisationCode: organisation.code,
                              subMissionCode: part.code,
                            },
                          })
                        }
                      />
                    ))
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroller>
    </div>
  )
}
