/** The officer's desk over an area: one address, a tab for each screen. */
import { Tabs } from '@mantine/core'
import { Suspense } from 'react'
import '../../styles/inner'
import '../../styles/comparison.css'
import { Failed, Loading } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { useArea, type Area } from './area'
import { useViewer } from '../session/viewer'
import { useFilters } from './comparison'
import { FilterBar } from './FilterBar'
import { ProvinceSelect } from './ProvinceSelect'
import { SCREENS } from './screens'
import { SavedViews } from './views/SavedViews'

export default function Province() {
  const { t, name } = useReader()
  const { filters, change } = useFilters()
  const head = useArea(filters)
  const { area } = head
  const title = area ? t.comparison.title(placeOf(area, t, name)) : t.nav.province
  const seesNation = useViewer().data?.post.role === 'NATIONAL_VIEWER'
  const screens = SCREENS.filter((one) => !one.isNational || seesNation)
  // Without a province the nation stands first, with one its budgets.
  const first = screens.find((one) => Boolean(one.isNational) === !area?.province) ?? screens[0]!
  const shown = screens.find((one) => one.tab === filters.tab) ?? first
  const mustChoose = area !== null && !area.province && !shown.isNational && !shown.isOfBoth
  return (
    <Page title={title} tabTitle={title} lead={t.comparison.lead} actions={<SavedViews />}>
      {head.isPending && <Loading />}
      {head.isError && <Failed error={head.error} onAgain={() => void head.refetch()} />}
      {head.isUnknown && <p>{t.wrong.notFoundNote}</p>}
      {area && (
        <>
          {!mustChoose && (
            <FilterBar area={area} screen={shown} filters={filters} change={change} />
          )}
          <Tabs
            value={shown.tab}
            onChange={(tab) => change({ tab: tab === first.tab ? null : tab, sort: null })}
            keepMounted={false}
            className="screens"
          >
            <Tabs.List>
              {screens.map(({ tab, name: nameOf }) => (
                <Tabs.Tab key={tab} value={tab}>
                  {nameOf(t)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {screens.map(({ tab, Screen }) => (
              <Tabs.Panel key={tab} value={tab}>
                {mustChoose ? (
                  <div className="empty">
                    <h2>{t.comparison.chooseProvince}</h2>
                    <ProvinceSelect
                      value={null}
                      onChange={(province) => province && change({ province, district: null })}
                    />
                  </div>
                ) : (
                  <Suspense fallback={<Loading />}>
                    <Screen area={area} filters={{ ...filters, tab: shown.tab }} change={change} />
                  </Suspense>
                )}
              </Tabs.Panel>
            ))}
          </Tabs>
        </>
      )}
    </Page>
  )
}

type Reader = ReturnType<typeof useReader>

function placeOf({ province, district }: Area, t: Reader['t'], name: Reader['name']): string {
  if (district) return t.comparison.district(name(district))
  return province ? t.comparison.province(name(province)) : t.comparison.nation
}
