/** The page's screens, in the order of their tabs: a line for each. */
import { lazy, type ComponentType } from 'react'
import type { Text } from '../../text'
import type { Area } from './area'
import type { Change, Filters } from './comparison'

export interface ScreenProps {
  area: Area
  filters: Filters
  change: Change
}

export interface Screen {
  /** As `tab` in the address. */
  tab: string
  name: (t: Text) => string
  Screen: ComponentType<ScreenProps>
  /** It shows the whole nation, to who sees it: no province need be chosen. */
  isNational?: boolean
  /** It shows an area, and the whole nation to who sees it. */
  isOfBoth?: boolean
  /** It can group organisations by district. */
  canGroup?: boolean
  /** It has no use for the choice of fiscal years above it. */
  hasOwnYears?: boolean
}

export const SCREENS: readonly Screen[] = [
  {
    tab: 'nation',
    name: (t) => t.nation.tab,
    Screen: lazy(() => import('./nation/NationScreen')),
    isNational: true,
  },
  {
    tab: 'budgets',
    name: (t) => t.comparison.tabs.budgets,
    Screen: lazy(() => import('./budgets/Budgets')),
  },
  {
    tab: 'coverage',
    name: (t) => t.comparison.tabs.coverage,
    Screen: lazy(() => import('./coverage/CoverageScreen')),
    canGroup: true,
  },
  {
    tab: 'timeliness',
    name: (t) => t.comparison.tabs.timeliness,
    Screen: lazy(() => import('./timeliness/TimelinessScreen')),
    hasOwnYears: true,
  },
  {
    tab: 'quality',
    name: (t) => t.quality.tab,
    Screen: lazy(() => import('./quality/QualityScreen')),
    hasOwnYears: true,
  },
  {
    tab: 'progress',
    name: (t) => t.progress.tab,
    Screen: lazy(() => import('./progress/ProgressScreen')),
    hasOwnYears: true,
  },
  {
    tab: 'map',
    name: (t) => t.map.tab,
    Screen: lazy(() => import('./map/MapScreen')),
  },
  {
    tab: 'pivot',
    name: (t) => t.pivot.tab,
    Screen: lazy(() => import('./pivot/PivotScreen')),
  },
  {
    tab: 'series',
    name: (t) => t.series.tab,
    Screen: lazy(() => import('./series/SeriesScreen')),
    isOfBoth: true,
    hasOwnYears: true,
  },
  {
    tab: 'reports',
    name: (t) => t.reporting.nav,
    Screen: lazy(() => import('./AreaReportsScreen')),
    hasOwnYears: true,
  },
]
