/** A quick look at an area: tiles by district, a table behind them, every figure leads on. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ComparisonMapDocument } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Choices } from '../../../parts/Choices'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import '../../../styles/comparison-map.css'
import { excelOf, type Behind } from '../comparison'
import { RowsBehind } from '../RowsBehind'
import type { ScreenProps } from '../screens'
import { ExcelButton, NothingHere } from '../WithComparison'
import { Legend } from './Legend'
import { MEASURES, measureOf, type MapDistrict, type MapTile } from './looks'
import { MapTable } from './MapTable'
import { Outlines } from './Outlines'
import { useOutline } from './regions'
import { Tiles } from './Tiles'

const PICTURES = ['outlines', 'tiles'] as const

export default function MapScreen({ area, filters, change }: ScreenProps) {
  const { t, n, date, moment, digits, language } = useReader()
  const [behind, setBehind] = useState<Behind | null>(null)
  const measure = measureOf(filters.measure)
  const outline = useOutline(area)
  const isOutlined = outline !== null && filters.picture !== 'tiles'
  const asked = {
    editionCode: area.edition.code,
    provinceCode: area.province?.code ?? null,
    districtCode: area.district?.code ?? null,
    kind: filters.kind,
  }
  const fiscalYears = filters.years.length ? [...area.years] : null
  const variables = { measure, ...asked, fiscalYears }
  const { data, isError, error, refetch } = useQuery({
    queryKey: ['comparisonMap', variables],
    queryFn: async () => (await ask(ComparisonMapDocument, variables)).comparisonMap,
    placeholderData: keepPreviousData,
  })
  if (isError) return <Failed error={error} onAgain={() => void refetch()} />
  if (!data) return <Loading />
  const onRows = ({ organisation }: MapTile) =>
    setBehind({
      title: `${organisation.nameShortTh} · ${t.map.measures[measure]}`,
      years: [...area.years],
      where: { editionCode: asked.editionCode, organisationCode: organisation.code },
    })
  const count = (of: (one: MapDistrict) => number) =>
    n(data.mapDistricts.reduce((sum, one) => sum + of(one), 0))
  const excel = excelOf(
    'map',
    asked,
    { digits, language },
    { measure, years: fiscalYears?.join(',') ?? null },
  )
  return (
    <div className="stack">
      <div className="row spread">
        <p className="summary">
          <strong>
            {t.comparison.summary(
              count((one) => one.submitted),
              count((one) => one.tiles.length),
            )}
          </strong>
          <span>{t.comparison.late(count((one) => one.late))}</span>
          <span>{t.comparison.missing(count((one) => one.missing))}</span>
          {data.dueOn && <span className="soft">{t.comparison.dueOn(date(data.dueOn))}</span>}
          <span className="soft">{t.comparison.madeAt(moment(data.madeAt))}</span>
        </p>
        <ExcelButton href={excel} />
      </div>
      <div className="row">
        <Choices
          look="row"
          label={t.map.measure}
          value={measure}
          onChange={(next) =>
            change({ measure: next === 'TIMELINESS' ? null : next.toLowerCase(), sort: null })
          }
          options={MEASURES.map((one) => [one, t.map.measures[one]] as const)}
        />
        {outline && (
          <Choices
            look="row"
            label={t.map.picture}
            value={isOutlined ? 'outlines' : 'tiles'}
            onChange={(next) => change({ picture: next === 'tiles' ? next : null })}
            options={PICTURES.map((one) => [one, t.map.pictures[one]] as const)}
          />
        )}
      </div>
      {data.mapDistricts.length === 0 ? (
        <NothingHere change={change} />
      ) : (
        <>
          {outline && isOutlined ? (
            <Outlines
              area={area}
              found={data}
              outline={outline}
              measure={measure}
              onDistrict={(district) => change({ district })}
              onTile={onRows}
            />
          ) : (
            <>
              <Legend measure={measure} />
              <Tiles found={data} measure={measure} onRows={onRows} />
            </>
          )}
          <details className="chart-table">
            <summary>{isOutlined ? t.map.table : t.chartTable}</summary>
            <MapTable
              found={data}
              measure={measure}
              filters={filters}
              change={change}
              onRows={onRows}
            />
          </details>
        </>
      )}
      <RowsBehind behind={behind} onClose={() => setBehind(null)} />
    </div>
  )
}
