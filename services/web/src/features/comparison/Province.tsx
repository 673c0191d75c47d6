/** The province's page: budgets, coverage and who is late, over what was submitted. */
import { Button, Tabs } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import '../../styles/inner'
import '../../styles/comparison.css'
import { Icon } from '../../parts/Icon'
import { Failed, Loading } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { useViewer } from '../session/viewer'
import { BudgetTable } from './BudgetTable'
import {
  excelAddress,
  useComparison,
  useFilters,
  type Behind,
  type Change,
  type Comparison,
  type Filters,
} from './comparison'
import { Coverage } from './Coverage'
import { FilterBar } from './FilterBar'
import { ProvinceSelect } from './ProvinceSelect'
import { RowsBehind } from './RowsBehind'
import { Timeliness } from './Timeliness'

const AreaReports = lazy(() => import('../reporting/AreaReports'))

export default function Province() {
  const { t, name } = useReader()
  const { filters, change } = useFilters()
  const isNational = useViewer().data?.post.role === 'NATIONAL_VIEWER'
  const mustChoose = isNational && !filters.province
  const comparison = useComparison(filters, !mustChoose)
  const data = mustChoose ? undefined : comparison.data
  const place = data
    ? data.district
      ? t.comparison.district(name(data.district))
      : t.comparison.province(name(data.province))
    : ''
  const title = data ? t.comparison.title(place) : t.nav.province
  return (
    <Page
      title={title}
      tabTitle={title}
      lead={t.comparison.lead}
      actions={data && <ExcelLink filters={filters} />}
    >
      {mustChoose && (
        <div className="empty">
          <h2>{t.comparison.chooseProvince}</h2>
          <ProvinceSelect
            value={null}
            onChange={(province) => province && change({ province, district: null })}
          />
        </div>
      )}
      {comparison.isPending && !mustChoose && <Loading />}
      {comparison.isError && (
        <Failed error={comparison.error} onAgain={() => void comparison.refetch()} />
      )}
      {data === null && <p>{t.wrong.notFoundNote}</p>}
      {data && <Compared comparison={data} filters={filters} change={change} />}
    </Page>
  )
}

function ExcelLink({ filters }: { filters: Filters }) {
  const { t, digits, language } = useReader()
  return (
    <Button
      component="a"
      variant="default"
      href={excelAddress(filters, { digits, language })}
      leftSection={<Icon name="download" />}
      download
    >
      {t.comparison.excel}
    </Button>
  )
}

interface ComparedProps {
  comparison: Comparison
  filters: Filters
  change: Change
}

function Compared({ comparison, filters, change }: ComparedProps) {
  const { t } = useReader()
  const [behind, setBehind] = useState<Behind | null>(null)
  return (
    <>
      <Summary comparison={comparison} filters={filters} />
      <FilterBar comparison={comparison} filters={filters} change={change} />
      {comparison.organisations.length === 0 ? (
        <div className="empty">
          <h2>{t.comparison.nothing}</h2>
          <p>{t.comparison.nothingDo}</p>
          <Button onClick={() => change({ district: null, kind: null, years: null })}>
            {t.comparison.clear}
          </Button>
        </div>
      ) : (
        <Tabs
          value={filters.tab}
          onChange={(tab) => change({ tab: tab === 'budgets' ? null : tab })}
          keepMounted={false}
        >
          <Tabs.List>
            <Tabs.Tab value="budgets">{t.comparison.tabs.budgets}</Tabs.Tab>
            <Tabs.Tab value="coverage">{t.comparison.tabs.coverage}</Tabs.Tab>
            <Tabs.Tab value="timeliness">{t.comparison.tabs.timeliness}</Tabs.Tab>
            <Tabs.Tab value="reports">{t.reporting.nav}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="budgets">
            <BudgetTable
              comparison={comparison}
              filters={filters}
              change={change}
              onBehind={setBehind}
            />
          </Tabs.Panel>
          <Tabs.Panel value="coverage">
            <Coverage comparison={comparison} filters={filters} onBehind={setBehind} />
          </Tabs.Panel>
          <Tabs.Panel value="reports">
            <Suspense fallback={<Loading />}>
              <AreaReports
                province={comparison.province.code}
                district={comparison.district?.code ?? null}
              />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="timeliness">
            <Timeliness organisations={comparison.organisations} />
          </Tabs.Panel>
        </Tabs>
      )}
      <RowsBehind behind={behind} onClose={() => setBehind(null)} />
    </>
  )
}

interface SummaryProps {
  comparison: Comparison
  filters: Filters
}

function Summary({ comparison: { totals, dueOn, madeAt }, filters }: SummaryProps) {
  const { t, n, baht, date, moment } = useReader()
  const isOne = filters.dimension !== null && filters.tab === 'budgets'
  const { total } = isOne
    ? (totals.dimensions.find((one) => one.dimensionCode === filters.dimension) ?? totals)
    : totals
  return (
    <p className="summary">
      <strong>{t.comparison.summary(n(totals.submitted), n(totals.organisations))}</strong>
      <span>{t.comparison.late(n(totals.late))}</span>
      <span>{t.comparison.missing(n(totals.missing))}</span>
      <span>{t.comparison.totalBaht(baht(total))}</span>
      {dueOn && <span className="soft">{t.comparison.dueOn(date(dueOn))}</span>}
      <span className="soft">{t.comparison.madeAt(moment(madeAt))}</span>
    </p>
  )
}
