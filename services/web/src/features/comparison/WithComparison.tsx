/** The comparison behind a screen: asked for, summed up in a line, or why there is none. */
import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Icon } from '../../parts/Icon'
import { Failed, Loading } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import {
  excelAddress,
  useComparison,
  type Behind,
  type Change,
  type Comparison,
  type Filters,
} from './comparison'
import { RowsBehind } from './RowsBehind'

interface WithComparisonProps {
  filters: Filters
  change: Change
  /** Where the spreadsheet of the screen is; without it the budgets' one. */
  excel?: string
  children: (comparison: Comparison, onBehind: (behind: Behind) => void) => ReactNode
}

export function WithComparison({ filters, change, excel, children }: WithComparisonProps) {
  const { t } = useReader()
  const comparison = useComparison(filters)
  const [behind, setBehind] = useState<Behind | null>(null)
  const { data } = comparison
  if (comparison.isError)
    return <Failed error={comparison.error} onAgain={() => void comparison.refetch()} />
  if (data === null) return <p>{t.wrong.notFoundNote}</p>
  if (!data) return <Loading />
  return (
    <div className="stack">
      <div className="row spread">
        <Summary comparison={data} filters={filters} />
        {excel ? <ExcelButton href={excel} /> : <ExcelLink filters={filters} />}
      </div>
      {data.organisations.length === 0 ? (
        <NothingHere change={change} />
      ) : (
        children(data, setBehind)
      )}
      <RowsBehind behind={behind} onClose={() => setBehind(null)} />
    </div>
  )
}

/** When the filters leave no organisation. */
export function NothingHere({ change }: { change: Change }) {
  const { t } = useReader()
  return (
    <div className="empty">
      <h2>{t.comparison.nothing}</h2>
      <p>{t.comparison.nothingDo}</p>
      <Button onClick={() => change({ district: null, kind: null, years: null })}>
        {t.comparison.clear}
      </Button>
    </div>
  )
}

function ExcelLink({ filters }: { filters: Filters }) {
  const { digits, language } = useReader()
  return <ExcelButton href={excelAddress(filters, { digits, language })} />
}

/** Every screen has one: exactly what is shown, as a spreadsheet. */
export function ExcelButton({ href }: { href: string }) {
  const { t } = useReader()
  return (
    <Button
      component="a"
      variant="default"
      className="no-print"
      href={href}
      leftSection={<Icon name="download" />}
      download
    >
      {t.comparison.excel}
    </Button>
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
