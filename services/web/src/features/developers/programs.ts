/** Programs to copy: the short ones, and those of docs/examples that the guides are about. */
import curl from '../../../../../docs/examples/read_plan/read_plan.sh?raw'
import python from '../../../../../docs/examples/read_plan/read_plan.py?raw'
// oxlint-disable-next-line import/default -- its text, not what it exports
import typescript from '../../../../../docs/examples/read_plan/read_plan.ts?raw'
import csharp from '../../../../../docs/examples/read_plan/ReadPlan.cs?raw'
import copy from '../../../../../docs/examples/copy_province.py?raw'
import push from '../../../../../docs/examples/push_budgets.py?raw'
import react from '../../../../../docs/examples/react_to_submission/react.py?raw'
import reactAsks from '../../../../../docs/examples/react_to_submission/queries/read.graphql?raw'
// oxlint-disable-next-line import/default -- its text, not what it exports
import site from '../../../../../docs/examples/municipality_site/src/site.ts?raw'
import siteAsks from '../../../../../docs/examples/municipality_site/src/plan.graphql?raw'

export const SHORT = { curl, Python: python, TypeScript: typescript, 'C#': csharp } as const

export const GUIDES = {
  copy: { 'copy_province.py': copy },
  react: { 'react.py': react, 'read.graphql': reactAsks },
  push: { 'push_budgets.py': push },
  site: { 'site.ts': site, 'plan.graphql': siteAsks },
} as const
