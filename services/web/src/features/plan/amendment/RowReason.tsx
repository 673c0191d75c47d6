/** Why one row is altered, as a line of the annex; while the amendment is open it is said here. */
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SetAmendmentReasonDocument } from '../../../gql/graphql'
import { ask, AskError } from '../../../parts/ask'
import { Dialog } from '../../../parts/Dialog'
import { Failed } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { giveUp, useTyped } from '../../../parts/useTyped'

export interface Said {
  initiativeId: string
  reason: string
  version?: number | null
}

interface RowReasonProps {
  title: string
  said: Said
  /** The amendment's own reason, where the row has none of its own. */
  general: string
  /** Only while it may be said. */
  amendmentId: string | undefined
}

export function RowReason({ title, said, general, amendmentId }: RowReasonProps) {
  const { t } = useReader()
  const [isAsking, setAsking] = useState(false)
  return (
    <tr>
      <th scope="row">{t.amendment.reason}</th>
      <td colSpan={3} className="words">
        <span lang="th">{said.reason || general}</span>
        {amendmentId && (
          <span className="no-print">
            {' '}
            <button
              type="button"
              className="quiet-button"
              aria-label={`${t.amendment.rowReason}: ${title}`}
              onClick={() => setAsking(true)}
            >
              {t.amendment.rowReason}
            </button>
          </span>
        )}
        {isAsking && amendmentId && (
          <ReasonDialog
            title={title}
            said={said}
            amendmentId={amendmentId}
            onClose={() => setAsking(false)}
          />
        )}
      </td>
    </tr>
  )
}

interface ReasonDialogProps {
  title: string
  said: Said
  amendmentId: string
  onClose: () => void
}

function ReasonDialog({ title, said, amendmentId, onClose }: ReasonDialogProps) {
  const { t } = useReader()
  const client = useQueryClient()
  const words = useTyped(`amend ${amendmentId} ${said.initiativeId}`, {
    reason: said.reason,
    version: said.version ?? 0,
  })
  const { reason } = words.value
  const again = () => client.invalidateQueries({ queryKey: ['amendment', amendmentId] })
  const put = useMutation({
    mutationFn: async () => {
      const { initiativeId } = said
      // What somebody else said since is put away only by who has seen it.
      const version = isBehind ? (said.version ?? 0) : words.value.version
      const input = { amendmentId, initiativeId, version, reason }
      const { setAmendmentReason } = await ask(SetAmendmentReasonDocument, { input })
      if (setAmendmentReason.problems[0]) throw new AskError(setAmendmentReason.problems[0])
    },
    onSuccess: async () => {
      await again()
      giveUp(words, onClose)
    },
    // Somebody was faster: what they said is shown before the next try.
    onError: again,
  })
  const isBehind = put.error instanceof AskError && put.error.failure.code === 'CONFLICT'
  return (
    <Dialog isOpen onClose={onClose} title={t.amendment.rowReason}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          put.mutate()
        }}
      >
        <p lang="th">{title}</p>
        <Textarea
          label={t.amendment.reason}
          description={t.amendment.rowReasonNote}
          value={reason}
          rows={3}
          maxLength={2000}
          onChange={(event) => {
            const typed = event.currentTarget.value
            words.set((before) => ({ ...before, reason: typed }))
          }}
        />
        {put.isError && <Failed error={put.error} />}
        {isBehind && (
          <p>
            {t.amendment.current}: <span lang="th">{said.reason}</span>
          </p>
        )}
        <div className="row">
          <Button type="submit" loading={put.isPending}>
            {t.save}
          </Button>
          <Button variant="default" onClick={() => giveUp(words, onClose)}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
