/** The comparison behind a screen: asked for, summed up in a line, or why there is none. */
import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Icon } from '../../parts/Icon'
import { Failed, Loading } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import {
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
  /** Where the spreadsheet of the screen is. */
  excel: string
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
        <Summary comparison={data} />
        <ExcelButton href={excel} />
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

function Summary({ comparison: { totals, dueOn, madeAt } }: { comparison: Comparison }) {
  const { t, n, baht, date, moment } = useReader()
  return (
    <p className="summary">
      <strong>{t.comparison.summary(n(totals.submitted), n(totals.organisations))}</strong>
      <span>{t.comparison.late(n(totals.late))}</span>
      <span>{t.comparison.missing(n(totals.missing))}</span>
      <span>{t.comparison.totalBaht(baht(totals.total))}</span>
      {dueOn && <span className="soft">{t.comparison.dueOn(date(dueOn))}</span>}
      <span className="soft">{t.comparison.madeAt(moment(madeAt))}</span>
    </p>
  )
}
