/** While a plan is being amended: which amendment, why, what it alters, and how it is given up. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { focusAfterDialog } from '../../../parts/focus'
import { Icon } from '../../../parts/Icon'
import { useReader } from '../../../parts/reader'
import { useMay } from '../../session/viewer'
import type { Edits } from '../edits/useEdits'
import type { History } from '../edits/history'
import type { Plan } from '../plan'
import { AmendDialog } from './AmendDialog'
import { CancelDialog } from './CancelDialog'
import { citedOf, nameOf } from './words'

interface AmendmentBannerProps {
  plan: Plan
  edits: Edits
  history: History
}

export function AmendmentBanner({ plan, edits, history }: AmendmentBannerProps) {
  const reader = useReader()
  const { t } = reader
  const mayEdit = useMay('PLAN_EDIT')
  const mayCancel = useMay('PLAN_ADOPT')
  const [asking, setAsking] = useState<'facts' | 'cancel' | null>(null)
  const { amendment, stage } = plan
  const close = () => setAsking(null)
  if (!amendment) return null
  const isOpen = stage === 'DRAFT' || stage === 'IN_COMMITTEE' || stage === 'RETURNED'
  const cited = citedOf(reader, amendment)
  return (
    <section
      id="amendment"
      tabIndex={-1}
      className="amendment-bar no-print"
      aria-label={t.amendment.list}
    >
      <div>
        <p>
          <Icon name="edit" /> <strong>{t.amendment.banner(nameOf(reader, amendment))}</strong>
          {cited && <span className="soft"> · {cited}</span>}
        </p>
        <p className="long">
          {t.amendment.reason}: <span lang="th">{amendment.reason}</span>
        </p>
        {stage === 'IN_COMMITTEE' && mayCancel && (
          <p className="soft small">{t.amendment.takeBackFirst}</p>
        )}
      </div>
      <div className="row">
        <Button component={Link} href="/plan?tab=changes" variant="default" size="sm">
          {t.amendment.sinceLast}
        </Button>
        <Button
          component={Link}
          href={`/plan/amendments/${encodeURIComponent(amendment.id)}`}
          variant="default"
          size="sm"
        >
          {t.amendment.annex}
        </Button>
        {isOpen && mayEdit && (
          <Button variant="default" size="sm" onClick={() => setAsking('facts')}>
            {t.amendment.edit}
          </Button>
        )}
        {stage === 'DRAFT' && mayCancel && (
          <Button variant="default" size="sm" onClick={() => setAsking('cancel')}>
            {t.amendment.cancel}
          </Button>
        )}
      </div>
      {asking === 'facts' && <AmendDialog plan={plan} onClose={close} />}
      {asking === 'cancel' && (
        <CancelDialog
          plan={plan}
          edits={edits}
          onClose={close}
          onCancelled={() => {
            history.forget()
            close()
            focusAfterDialog('content')
          }}
        />
      )}
    </section>
  )
}
