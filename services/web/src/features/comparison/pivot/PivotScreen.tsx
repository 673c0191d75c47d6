/** Chosen axes of an area's submitted rows against each other; each choice is in the address. */
import { Checkbox, NativeSelect } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PivotDocument } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import '../../../styles/comparison-pivot.css'
import { excelOf, type Behind } from '../comparison'
import { RowsBehind } from '../RowsBehind'
import type { ScreenProps } from '../screens'
import { ExcelButton } from '../WithComparison'
import { AXES, useChoice, VALUES, variablesOf, type Choice } from './pivot'
import { PivotChart } from './PivotChart'
import { PivotTable } from './PivotTable'

export default function PivotScreen({ area, filters, change }: ScreenProps) {
  const { t, moment, digits, language } = useReader()
  const choice = useChoice()
  const [behind, setBehind] = useState<Behind | null>(null)
  const variables = variablesOf(choice, area, filters)
  const found = useQuery({
    queryKey: ['pivot', variables],
    queryFn: async () => (await ask(PivotDocument, variables)).pivot,
    placeholderData: keepPreviousData,
  })
  const excel = excelOf(
    'pivot',
    variables,
    { digits, language },
    {
      rows: choice.rows.join(','),
      columns: choice.columns,
      value: choice.value,
      sort: variables.sort,
      descending: variables.descending ? 'yes' : null,
      dimension: filters.dimension,
      items: choice.items,
      years: variables.fiscalYears?.join(',') ?? null,
    },
  )
  // The axes of what is on the screen, not of what is still being asked for.
  const shown = found.isPlaceholderData ? null : found.data
  return (
    <div className="stack pivot">
      <Chooser choice={choice} {...{ area, filters, change }} />
      <div className="row spread">
        <p className="soft">
          {t.pivot.note} {shown && t.comparison.madeAt(moment(shown.madeAt))}
        </p>
        <ExcelButton href={excel} />
      </div>
      {found.isError && <Failed error={found.error} onAgain={() => void found.refetch()} />}
      {!found.isError && !shown && <Loading />}
      {shown && !shown.groups.length && (
        <div className="empty">
          <h2>{t.pivot.nothing}</h2>
          <p>{t.pivot.nothingDo}</p>
        </div>
      )}
      {shown && shown.groups.length > 0 && (
        <>
          {choice.hasChart && <PivotChart pivot={shown} choice={choice} area={area} />}
          <PivotTable
            pivot={shown}
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

function Chooser({ choice, area, filters, change }: ScreenProps & { choice: Choice }) {
  const { t, n } = useReader()
  const [outer, inner] = choice.rows
  const axes = (taken: readonly (string | null | undefined)[]) =>
    AXES.filter((one) => !taken.includes(one)).map((value) => ({
      value,
      label: t.pivot.axes[value],
    }))
  const none = { value: 'NONE', label: t.pivot.none }
  const all = { value: '', label: t.pivot.all }
  return (
    <form className="filters no-print" aria-label={t.pivot.choices}>
      <NativeSelect
        label={t.pivot.rows}
        value={outer}
        onChange={(event) => change({ rows: event.currentTarget.value, sort: null })}
        data={axes([inner, choice.columns])}
      />
      <NativeSelect
        label={t.pivot.inside}
        value={inner ?? 'NONE'}
        onChange={(event) => change({ inside: event.currentTarget.value, sort: null })}
        data={[none, ...axes([outer, choice.columns])]}
      />
      <NativeSelect
        label={t.pivot.columns}
        value={choice.columns ?? 'NONE'}
        onChange={(event) => change({ columns: event.currentTarget.value, sort: null })}
        data={[none, ...axes(choice.rows)]}
      />
      <NativeSelect
        label={t.pivot.value}
        value={choice.value}
        onChange={(event) => change({ value: event.currentTarget.value })}
        data={VALUES.map((value) => ({ value, label: t.pivot.values[value] }))}
      />
      <NativeSelect
        label={t.pivot.dimension}
        value={filters.dimension ?? ''}
        onChange={(event) => change({ dimension: event.currentTarget.value })}
        data={[
          all,
          ...area.edition.dimensions.map(({ code }) => ({
            value: code,
            label: t.dimension(n(code)),
          })),
        ]}
      />
      <NativeSelect
        label={t.pivot.items}
        value={choice.items ?? ''}
        onChange={(event) => change({ items: event.currentTarget.value })}
        data={[
          all,
          ...Object.entries(t.kinds).map(([value, label]) => ({ value, label: String(label) })),
        ]}
      />
      <Checkbox
        className="group-choice"
        label={t.pivot.chart}
        checked={choice.hasChart}
        onChange={(event) => change({ chart: event.currentTarget.checked ? 'yes' : null })}
      />
    </form>
  )
}
