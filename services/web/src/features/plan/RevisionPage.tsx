/** One submitted revision, read-only, as the printed form. */
import { groupBy, sorted } from '../../parts/group'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import '../../styles/inner'
import '../../styles/parts.css'
import '../../styles/plan.css'
import { RevisionDocument } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { BudgetFigure, countWords } from '../../parts/Marks'
import { Failed, Loading } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { Scroller } from '../../parts/Scroller'
import { useReader } from '../../parts/reader'
import { useMay } from '../session/viewer'
import { sumOf } from './edits/pending'
import { SubmittedParts } from './parts/SubmittedParts'
import { Sections } from './Sections'

function useRevision(id: string) {
  return useQuery({
    queryKey: ['revision', id],
    queryFn: async () => {
      const { node } = await ask(RevisionDocument, { id: decodeURIComponent(id) })
      return node && 'number' in node ? node : null
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export type Revision = NonNullable<ReturnType<typeof useRevision>['data']>

export default function RevisionPage({ id }: { id: string }) {
  const { t, n, moment } = useReader()
  const isOwn = useMay('PLAN_READ')
  const { data: revision, isPending, isError, error, refetch } = useRevision(id)
  if (!revision) {
    const title = revision === null ? t.wrong.notFound : t.plan.title
    return (
      <Page narrow title={title} tabTitle={title}>
        {isPending && <Loading />}
        {isError && <Failed error={error} onAgain={() => void refetch()} />}
        {revision === null && <p>{t.wrong.notFoundNote}</p>}
      </Page>
    )
  }
  return (
    <Page
      title={
        <>
          {t.plan.title} <span className="year-span">{n(revision.edition.code)}</span>
        </>
      }
      tabTitle={t.plan.revision(n(revision.number))}
      lead={
        <>
          <strong lang="th">{revision.organisation.nameTh}</strong>
          <br />
          {t.plan.revisionBy(revision.submittedBy, moment(revision.submittedAt))}{' '}
          {t.plan.revisionNote}
        </>
      }
      actions={
        <>
          <span className="tag">{t.plan.revision(n(revision.number))}</span>
          <Button variant="default" onClick={() => window.print()}>
            {t.plan.print}
          </Button>
          <Button
            component={Link}
            href={`/plan/revisions/${encodeURIComponent(revision.id)}/changes`}
            variant="default"
          >
            {t.diff.open}
          </Button>
          {isOwn && (
            <Button component={Link} href="/plan" variant="default">
              {t.plan.back}
            </Button>
          )}
        </>
      }
    >
      <RevisionTable revision={revision} />
      <Sections sections={revision.sections} risks={revision.risks} />
      <SubmittedParts sheets={revision.sheets} appointment={revision.appointment ?? null} />
    </Page>
  )
}

function RevisionTable({ revision }: { revision: Revision }) {
  const reader = useReader()
  const { t, n } = reader
  const years = revision.totals.years.map((year) => year.fiscalYear.be)
  const byMission = groupBy(revision.initiatives, (row) => row.missionCode)
  return (
    <Scroller className="grid-box" label={t.plan.tabs.grid}>
      <table className="plan-grid">
        <colgroup>
          <col className="mission" />
          <col className="title" />
          {years.map((be) => (
            <col key={be} className="year" />
          ))}
          <col className="year" />
          <col className="remarks" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" className="mission">
              {t.plan.columns.mission}
            </th>
            <th scope="col" className="title">
              {t.plan.columns.initiative}
            </th>
            {years.map((be) => (
              <th key={be} scope="col" className="year">
                {t.fiscalYear(n(be))}
              </th>
            ))}
            <th scope="col" className="year">
              {t.plan.columns.total}
            </th>
            <th scope="col" className="remarks">
              {t.plan.columns.remarks}
            </th>
          </tr>
        </thead>
        {revision.edition.dimensions.map((dimension) => {
          const total = revision.totals.dimensions.find((d) => d.dimensionCode === dimension.code)
          return (
            <tbody key={dimension.code}>
              <tr className="dimension">
                <th scope="rowgroup" colSpan={years.length + 4}>
                  <span>
                    {t.dimension(n(dimension.code))} {dimension.titleTh}
                  </span>
                </th>
              </tr>
              {dimension.missions.flatMap((mission) => {
                const own = sorted(byMission.get(mission.code) ?? [], (a, b) => a.number - b.number)
                return own.map((row, index) => {
                  const budgets = years.map(
                    (be) => row.budgets.find((one) => one.fiscalYear.be === be)?.budget ?? UNKNOWN,
                  )
                  return (
                    <tr key={row.id} className={index ? undefined : 'mission-first'}>
                      {index === 0 && (
                        <th scope="rowgroup" className="mission" rowSpan={own.length}>
                          {n(`${mission.code} `)}
                          {mission.titleTh}
                        </th>
                      )}
                      <th scope="row" className="title">
                        {n(row.number)}. {row.title}
                      </th>
                      {budgets.map((budget, at) => (
                        <td key={years[at]} className="figure">
                          <BudgetFigure budget={budget} />
                        </td>
                      ))}
                      <td className="figure total">
                        <BudgetFigure budget={sumOf(budgets)} />
                      </td>
                      <td className="remarks">{row.remarks}</td>
                    </tr>
                  )
                })
              })}
              {total && (
                <SumLine
                  label={t.plan.dimensionTotal(n(dimension.code))}
                  counts={countWords(reader, total.counts)}
                  budgets={total.years.map((year) => year.budget)}
                />
              )}
            </tbody>
          )
        })}
        <tfoot>
          <SumLine
            label={t.plan.planTotal}
            counts={countWords(reader, revision.totals.counts)}
            budgets={revision.totals.years.map((year) => year.budget)}
          />
        </tfoot>
      </table>
    </Scroller>
  )
}

interface SumLineProps {
  label: string
  counts: string
  budgets: Revision['totals']['years'][number]['budget'][]
}

function SumLine({ label, counts, budgets }: SumLineProps) {
  const { t } = useReader()
  return (
    <tr className="sum">
      <th scope="row" colSpan={2}>
        {label} <span className="counts">{t.countOf(counts)}</span>
      </th>
      {budgets.map((budget, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- one per fiscal year, in order
        <td key={index} className="figure">
          <BudgetFigure budget={budget} />
        </td>
      ))}
      <td className="figure total">
        <BudgetFigure budget={sumOf(budgets)} />
      </td>
      <td />
    </tr>
  )
}

const UNKNOWN = { state: 'UNSTATED', amount: null } as const
