/** Opening the year of a finished row again: a reason that stays in the history. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { UnlockProgressDocument } from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'
import { Dialog } from '../../parts/Dialog'
import { Failed } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { sheetKey, type Row, type Sheet } from './reporting'

interface UnlockDialogProps {
  sheet: Sheet
  row: Row | null
  onClose: () => void
}

export function UnlockDialog({ sheet, row, onClose }: UnlockDialogProps) {
  const { t } = useReader()
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const year = sheet.fiscalYear.be
  const close = () => {
    setReason('')
    unlock.reset()
    onClose()
  }
  const unlock = useMutation({
    mutationFn: async () => {
      const input = {
        fiscalYear: year,
        round: sheet.round,
        initiativeId: row!.initiativeId,
        reason,
      }
      const { unlockProgress } = await ask(UnlockProgressDocument, { input })
      if (!unlockProgress.sheet) throw new AskError(unlockProgress.problems[0]!)
      return unlockProgress.sheet
    },
    onSuccess: (opened) => {
      client.setQueryData(sheetKey(year, sheet.round), opened)
      close()
    },
  })
  return (
    <Dialog isOpen={row !== null} onClose={close} title={t.reporting.unlockTitle}>
      <form
        className="stack report-form"
        onSubmit={(event) => {
          event.preventDefault()
          unlock.mutate()
        }}
      >
        <p lang="th">{row?.title}</p>
        <label>
          {t.reporting.unlockReason}
          <textarea
            rows={3}
            required
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        {unlock.isError && <Failed error={unlock.error} />}
        <div className="row">
          <Button type="submit" disabled={!reason.trim()} loading={unlock.isPending}>
            {t.reporting.unlock}
          </Button>
          <Button variant="default" onClick={close}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
