/** Opening the year of a finished row again: a reason that stays in the history. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { UnlockProgressDocument } from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'
import { Dialog } from '../../parts/Dialog'
import { ReasonForm } from '../../parts/ReasonForm'
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
  const year = sheet.fiscalYear.be
  const close = () => {
    unlock.reset()
    onClose()
  }
  const unlock = useMutation({
    mutationFn: async ({ reason }: { reason: string; done: () => void }) => {
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
    onSuccess: (opened, { done }) => {
      client.setQueryData(sheetKey(year, sheet.round), opened)
      done()
      close()
    },
  })
  return (
    <Dialog isOpen={row !== null} onClose={close} title={t.reporting.unlockTitle}>
      <ReasonForm
        asked={`unlock ${year} ${sheet.round} ${row?.initiativeId ?? ''}`}
        label={t.reporting.unlockReason}
        act={t.reporting.unlock}
        error={unlock.error}
        isPending={unlock.isPending}
        onAct={(reason, done) => unlock.mutate({ reason, done })}
        onCancel={close}
      >
        <p lang="th">{row?.title}</p>
      </ReasonForm>
    </Dialog>
  )
}
