/** The two head rows and the widths of the columns. */
import { memo } from 'react'
import { useReader } from '../../../parts/reader'

interface GridHeadProps {
  years: readonly number[]
  isNarrow: boolean
  hasMenu: boolean
}

export const GridHead = memo(function GridHead({ years, isNarrow, hasMenu }: GridHeadProps) {
  const { t, n } = useReader()
  return (
    <>
      <colgroup>
        {!isNarrow && <col className="mission" />}
        <col className="title" />
        {years.map((be) => (
          <col key={be} className="year" />
        ))}
        <col className="year" />
        <col className="remarks" />
        {hasMenu && <col className="menu" />}
      </colgroup>
      <thead>
        <tr role="row" aria-rowindex={1}>
          {!isNarrow && (
            <th role="columnheader" scope="col" rowSpan={2} className="mission">
              {t.plan.columns.mission}
            </th>
          )}
          <th role="columnheader" scope="col" rowSpan={2} className="title">
            {t.plan.columns.initiative}
          </th>
          <th role="columnheader" scope="colgroup" colSpan={years.length + 1}>
            {t.plan.columns.budget}
          </th>
          <th role="columnheader" scope="col" rowSpan={2} className="remarks">
            {t.plan.columns.remarks}
          </th>
          {hasMenu && (
            <th role="columnheader" scope="col" rowSpan={2} className="menu no-print">
              <span className="unseen">{t.plan.columns.menu}</span>
            </th>
          )}
        </tr>
        <tr role="row" aria-rowindex={2}>
          {years.map((be) => (
            <th key={be} role="columnheader" scope="col" className="year">
              {t.fiscalYear(n(be))}
            </th>
          ))}
          <th role="columnheader" scope="col" className="year">
            {t.plan.columns.total}
          </th>
        </tr>
      </thead>
    </>
  )
})
