/** Before a round is sent: what is still open, and that it cannot be taken back. */
import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SubmitReportDocument } from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'
import { Dialog } from '../../parts/Dialog'
import { Failed, Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { Score } from './Figures'
import { sheetKey, type Sheet } from './reporting'

interface SubmitReportProps {
  sheet: Sheet
  isOpen: boolean
  onClose: () => void
}

export function SubmitReport({ sheet, isOpen, onClose }: SubmitReportProps) {
  const { t, n } = useReader()
  const client = useQueryClient()
  const [isSure, setSure] = useState(false)
  const year = sheet.fiscalYear.be
  const key = sheetKey(year, sheet.round)
  const submit = useMutation({
    mutationFn: async () => {
      const { round, fingerprint } = sheet
      const input = { fiscalYear: year, round, fingerprint }
      const { submitReport } = await ask(SubmitReportDocument, { input })
      if (!submitReport.sheet) throw new AskError(submitReport.problems[0]!)
      return submitReport
    },
    onSuccess: (answer) => client.setQueryData(key, answer.sheet),
    onError: () => void client.invalidateQueries({ queryKey: key }),
  })
  const close = () => {
    submit.reset()
    setSure(false)
    onClose()
  }
  const report = submit.data?.report
  const open = sheet.figures.counts.noneYet
  return (
    <Dialog isOpen={isOpen} onClose={close} title={t.reporting.submitTitle}>
      <div className="stack">
        <p className="report-score">
          {t.reporting.score} <Score score={sheet.figures.score} flag={sheet.figures.flag} />
        </p>
        {report ? (
          <>
            <Notice title={t.reporting.submitted(n(report.number))} icon="check" announce />
            <div>
              <Button onClick={close}>{t.close}</Button>
            </div>
          </>
        ) : (
          <>
            <p>{t.reporting.submitLead}</p>
            {open > 0 && <Notice title={t.reporting.submitOpen(n(open))} icon="alert" attention />}
            {submit.isError && <Failed error={submit.error} />}
            <Checkbox
              label={t.reporting.submitConfirm}
              checked={isSure}
              onChange={(event) => setSure(event.currentTarget.checked)}
            />
            <div className="row">
              <Button disabled={!isSure} loading={submit.isPending} onClick={() => submit.mutate()}>
                {t.reporting.submit}
              </Button>
              <Button variant="default" onClick={close}>
                {t.cancel}
              </Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  )
}
