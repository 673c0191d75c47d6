/** Every word on the screen, Thai first. A missing English word does not compile. */
import * as amendment from './amendment'
import * as attachments from './attachments'
import * as comparison from './comparison'
import * as budgets from './comparison_budgets'
import * as gaps from './comparison_gaps'
import * as map from './comparison_map'
import * as nation from './comparison_nation'
import * as progress from './comparison_progress'
import * as quality from './comparison_quality'
import * as pivot from './comparison_pivot'
import * as series from './comparison_series'
import * as submissions from './comparison_submissions'
import * as diff from './diff'
import * as history from './history'
import * as integration from './integration'
import * as intake from './intake'
import * as parts from './parts'
import * as notifications from './notifications'
import * as plan from './plan'
import * as profile from './profile'
import * as publications from './publications'
import * as reporting from './reporting'
import * as review from './review'
import * as search from './search'
import * as second from './second'
import * as secret from './secret'
import * as session from './session'
import * as shell from './shell'
import * as signing from './signing'
import * as steps from './steps'
import * as sessions from './sessions'
import * as tokens from './tokens'

export type Language = 'th' | 'en'

export const texts = {
  th: {
    ...shell.th,
    amendment: amendment.th,
    attachments: attachments.th,
    search: search.th,
    second: second.th,
    secret: secret.th,
    session: session.th,
    integration: integration.th,
    intake: intake.th,
    parts: parts.th,
    notifications: notifications.th,
    plan: plan.th,
    profile: profile.th,
    publications: publications.th,
    reporting: reporting.th,
    review: review.th,
    signing: signing.th,
    steps: steps.th,
    sessions: sessions.th,
    tokens: tokens.th,
    comparison: comparison.th,
    budgets: budgets.th,
    gaps: gaps.th,
    map: map.th,
    nation: nation.th,
    progress: progress.th,
    pivot: pivot.th,
    series: series.th,
    quality: quality.th,
    submissions: submissions.th,
    diff: diff.th,
    history: history.th,
  },
  en: {
    ...shell.en,
    amendment: amendment.en,
    attachments: attachments.en,
    search: search.en,
    second: second.en,
    secret: secret.en,
    session: session.en,
    integration: integration.en,
    intake: intake.en,
    parts: parts.en,
    notifications: notifications.en,
    plan: plan.en,
    profile: profile.en,
    publications: publications.en,
    reporting: reporting.en,
    review: review.en,
    signing: signing.en,
    steps: steps.en,
    sessions: sessions.en,
    tokens: tokens.en,
    comparison: comparison.en,
    budgets: budgets.en,
    gaps: gaps.en,
    map: map.en,
    nation: nation.en,
    progress: progress.en,
    pivot: pivot.en,
    series: series.en,
    quality: quality.en,
    submissions: submissions.en,
    diff: diff.en,
    history: history.en,
  },
} satisfies Record<Language, unknown>

export type Text = (typeof texts)['th']
