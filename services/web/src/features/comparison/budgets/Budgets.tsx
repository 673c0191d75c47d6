/** Budgets side by side: by amount, share, initiative or head, with changes and subtotals. */
import { Checkbox, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import '../../../styles/comparison-budgets.css'
import type { Behind } from '../comparison'
import { RowsBehind } from '../RowsBehind'
import type { ScreenProps } from '../screens'
import { ExcelButton, NothingHere } from '../WithComparison'
import {
  AGAINST,
  budgetsFile,
  GROUPINGS,
  MEASURES,
  useBudgets,
  useChoice,
  variablesOf,
  type Budgets as Found,
  type Choice,
} from './budgets'
import { BudgetTable } from './BudgetTable'
import { SmallMultiples } from './SmallMultiples'

export default function Budgets({ area, filters, change }: ScreenProps) {
  const { t, digits, language } = useReader()
  const choice = useChoice()
  const [behind, setBehind] = useState<Behind | null>(null)
  const variables = variablesOf(area, filters, choice)
  const { data, isError, error, refetch, isPlaceholderData } = useBudgets(variables)
  // The columns of what is on the screen, not of what is still being asked for.
  const shown = isPlaceholderData ? null : data
  return (
    <div className="stack budgets">
      <Chooser {...{ area, filters, change }} choice={choice} />
      <div className="row spread">
        {shown ? <Summary found={shown} /> : <span />}
        <ExcelButton href={budgetsFile(variables, filters, { digits, language })} />
      </div>
      {isError && <Failed error={error} onAgain={() => void refetch()} />}
      {!isError && !shown && <Loading />}
      {shown && shown.organisations === 0 && <NothingHere change={change} />}
      {shown && shown.organisations > 0 && (
        <>
          {choice.hasChart && (
            <SmallMultiples budgets={shown} view={filters.view} measure={choice.measure} />
          )}
          <p className="soft small no-print keys-note">{t.gaps.keys}</p>
          <BudgetTable
            budgets={shown}
            choice={choice}
            {...{ area, filters, change }}
            onBehind={setBehind}
          />
        </>
      )}
      <RowsBehind behind={behind} onClose={() => setBehind(null)} />
    </div>
  )
}

function Chooser({ area, filters, change, choice }: ScreenProps & { choice: Choice }) {
  const { t } = useReader()
  return (
    <form className="filters no-print" aria-label={t.budgets.choices}>
      <NativeSelect
        label={t.budgets.measure}
        value={choice.measure}
        onChange={(event) => change({ by: event.currentTarget.value, sort: null })}
        data={MEASURES.map((value) => ({ value, label: t.budgets.measures[value] }))}
      />
      <NativeSelect
        label={t.budgets.against}
        value={choice.against ?? ''}
        onChange={(event) => change({ against: event.currentTarget.value, sort: null })}
        data={[
          { value: '', label: t.budgets.noChange },
          ...AGAINST.filter((one) => one !== 'YEAR_BEFORE' || filters.view !== 'dimensions').map(
            (value) => ({ value, label: t.budgets.againsts[value] }),
          ),
        ]}
      />
      <NativeSelect
        label={t.budgets.grouping}
        value={choice.grouping}
        onChange={({ currentTarget: { value } }) =>
          change({ group: value === 'DISTRICT' ? null : value === 'NONE' ? 'no' : value })
        }
        data={GROUPINGS.filter((one) => !area.district || !one.startsWith('DISTRICT')).map(
          (value) => ({ value, label: t.budgets.groupings[value] }),
        )}
      />
      <Checkbox
        className="group-choice"
        label={t.budgets.chart}
        checked={choice.hasChart}
        onChange={(event) => change({ chart: event.currentTarget.checked ? 'yes' : null })}
      />
    </form>
  )
}

function Summary({ found }: { found: Found }) {
  const { t, n, baht, date, moment } = useReader()
  // What was added up, whatever it is divided by.
  const total = found.figures.at(-1)?.amount
  return (
    <p className="summary">
      <strong>{t.comparison.summary(n(found.submitted), n(found.organisations))}</strong>
      <span>{t.comparison.late(n(found.late))}</span>
      <span>{t.comparison.missing(n(found.missing))}</span>
      {total != null && <span>{t.comparison.totalBaht(baht(total))}</span>}
      {found.dueOn && <span className="soft">{t.comparison.dueOn(date(found.dueOn))}</span>}
      <span className="soft">{t.comparison.madeAt(moment(found.madeAt))}</span>
    </p>
  )
}
