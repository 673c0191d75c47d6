/** Taking back what is public: the reason stands at its address from then on. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../parts/Dialog'
import { Failed } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { useWithdraw, type Publication } from './publications'

interface WithdrawDialogProps {
  item: Publication | null
  onClose: () => void
}

export function WithdrawDialog({ item, onClose }: WithdrawDialogProps) {
  const { t, n } = useReader()
  const [reason, setReason] = useState('')
  const withdraw = useWithdraw()
  const close = () => {
    setReason('')
    withdraw.reset()
    onClose()
  }
  return (
    <Dialog isOpen={item !== null} onClose={close} title={t.publications.withdrawTitle}>
      {item && (
        <form
          className="stack published-form"
          onSubmit={(event) => {
            event.preventDefault()
            withdraw.mutate({ of: item, reason }, { onSuccess: close })
          }}
        >
          <p>{n(t.publications.item(t.publications.kinds[item.kind], String(item.number)))}</p>
          <p className="soft">{t.publications.withdrawLead}</p>
          <label>
            {t.publications.reason}
            <textarea
              rows={3}
              required
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </label>
          {withdraw.isError && <Failed error={withdraw.error} />}
          <div className="row">
            <Button type="submit" disabled={!reason.trim()} loading={withdraw.isPending}>
              {t.publications.withdraw}
            </Button>
            <Button variant="default" onClick={close}>
              {t.cancel}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
