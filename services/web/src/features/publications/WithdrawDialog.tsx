/** Taking back what is public: the reason stands at its address from then on. */
import { Dialog } from '../../parts/Dialog'
import { ReasonForm } from '../../parts/ReasonForm'
import { useReader } from '../../parts/reader'
import { giveUp } from '../../parts/useTyped'
import { useWithdraw, type Publication } from './publications'

interface WithdrawDialogProps {
  item: Publication | null
  onClose: () => void
}

export function WithdrawDialog({ item, onClose }: WithdrawDialogProps) {
  const { t, n } = useReader()
  const withdraw = useWithdraw()
  const close = () => {
    withdraw.reset()
    onClose()
  }
  return (
    <Dialog isOpen={item !== null} onClose={close} title={t.publications.withdrawTitle}>
      {item && (
        <ReasonForm
          asked={`withdraw ${item.address}`}
          label={t.publications.reason}
          act={t.publications.withdraw}
          error={withdraw.error}
          isPending={withdraw.isPending}
          onAct={(reason, done) =>
            withdraw.mutate(
              { of: item, reason },
              { onSuccess: () => giveUp({ drop: done }, close) },
            )
          }
          onCancel={close}
        >
          <p>{n(t.publications.item(t.publications.kinds[item.kind], String(item.number)))}</p>
          <p className="soft">{t.publications.withdrawLead}</p>
          <p>{item.kind === 'PLAN' ? t.publications.againPlan : t.publications.againReport}</p>
        </ReasonForm>
      )}
    </Dialog>
  )
}
