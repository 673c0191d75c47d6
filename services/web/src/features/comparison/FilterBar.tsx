/** What the picture shows; each choice goes to the address, so that a link shows the same. */
import { Checkbox, NativeSelect } from '@mantine/core'
import type { OrganisationKind } from '../../gql/graphql'
import { useReader } from '../../parts/reader'
import { useViewer } from '../session/viewer'
import type { Area } from './area'
import type { Change, Filters, View } from './comparison'
import { ProvinceSelect } from './ProvinceSelect'
import type { Screen } from './screens'

interface FilterBarProps {
  area: Area
  screen: Screen
  filters: Filters
  change: Change
}

const KINDS: OrganisationKind[] = ['SAO', 'TOWN_SUBDISTRICT', 'TOWN', 'CITY', 'PAO']
const VIEWS: View[] = ['years', 'dimensions', 'both']

export function FilterBar({ area, screen, filters, change }: FilterBarProps) {
  const { t, n, name } = useReader()
  const post = useViewer().data?.post
  const isNational = post?.role === 'NATIONAL_VIEWER'
  const isDistrict = post?.role === 'DISTRICT_OFFICER'
  const allYears = area.edition.fiscalYears.map((year) => year.be)
  const shownYears = area.years

  const toggleYear = (be: number, isOn: boolean) => {
    const next = allYears.filter((year) => (year === be ? isOn : shownYears.includes(year)))
    if (next.length) change({ years: next.length === allYears.length ? null : next.join(',') })
  }

  return (
    <form className="filters no-print" aria-label={t.comparison.filters}>
      {isNational && (
        <ProvinceSelect
          value={area.province?.code ?? null}
          canBeAll={screen.isNational || screen.isOfBoth}
          onChange={(province) => change({ province, district: null })}
        />
      )}
      {!isDistrict && area.province && (
        <NativeSelect
          label={t.comparison.districtLabel}
          value={filters.district ?? ''}
          onChange={(event) => change({ district: event.currentTarget.value })}
          data={[
            { value: '', label: t.comparison.allDistricts },
            ...area.province.districts.map((one) => ({ value: one.code, label: name(one) })),
          ]}
        />
      )}
      {area.editions.length > 1 && (
        <NativeSelect
          label={t.comparison.editionLabel}
          value={area.edition.code}
          onChange={(event) => change({ edition: event.currentTarget.value, years: null })}
          data={area.editions.map(({ code }) => ({ value: code, label: n(code) }))}
        />
      )}
      {!screen.isNational && (
        <NativeSelect
          label={t.comparison.kindLabel}
          value={filters.kind ?? ''}
          onChange={(event) => change({ kind: event.currentTarget.value })}
          data={[
            { value: '', label: t.comparison.allKinds },
            ...KINDS.map((value) => ({ value, label: t.organisationKinds[value] })),
          ]}
        />
      )}
      {screen.tab === 'budgets' && (
        <>
          <NativeSelect
            label={t.comparison.viewLabel}
            value={filters.view}
            onChange={(event) => change({ view: event.currentTarget.value, sort: null })}
            data={VIEWS.map((value) => ({ value, label: t.comparison.views[value] }))}
          />
          <NativeSelect
            label={t.comparison.dimensionLabel}
            value={filters.dimension ?? ''}
            onChange={(event) => change({ dimension: event.currentTarget.value, sort: null })}
            data={[
              { value: '', label: t.comparison.allDimensions },
              ...area.edition.dimensions.map(({ code, titleTh }) => ({
                value: code,
                label: `${t.dimension(n(code))} ${titleTh}`,
              })),
            ]}
          />
        </>
      )}
      {!screen.hasOwnYears && (
        <fieldset>
          <legend>{t.comparison.yearsLabel}</legend>
          <div className="row">
            {allYears.map((be) => (
              <Checkbox
                key={be}
                label={n(be)}
                checked={shownYears.includes(be)}
                onChange={(event) => toggleYear(be, event.currentTarget.checked)}
              />
            ))}
          </div>
        </fieldset>
      )}
      {screen.canGroup && !filters.district && !isDistrict && (
        <Checkbox
          className="group-choice"
          label={t.comparison.group}
          checked={filters.isGrouped}
          onChange={(event) => change({ group: event.currentTarget.checked ? null : 'no' })}
        />
      )}
    </form>
  )
}
