/** The sheet as a workbook, and back: what it would change is shown before anything is saved. */
import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import type { ProgressInput } from '../../gql/graphql'
import { sendFile } from '../../parts/ask'
import { Dialog } from '../../parts/Dialog'
import { Icon } from '../../parts/Icon'
import { Failed } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import type { Sheet } from './reporting'
import { RefusedCells, type RefusedCell } from './RefusedCells'
import type { Entries } from './useEntries'

interface Preview {
  entries: ProgressInput[]
  unchanged: number
  refused: RefusedCell[]
}

interface TransferProps {
  sheet: Sheet
  entries: Entries
  mayEdit: boolean
  onTold: (words: string) => void
}

export function Transfer({ sheet, entries, mayEdit, onTold }: TransferProps) {
  const { t, n } = useReader()
  const field = useRef<HTMLInputElement>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const query = `year=${sheet.fiscalYear.be}&half=${sheet.round}`
  const titles = new Map(sheet.rows.map((row) => [row.initiativeId, row.title]))
  const look = async (file: File | undefined) => {
    if (!file) return
    setError(null)
    setBusy(true)
    try {
      setPreview(await sendFile<Preview>(`/reports/preview?${query}`, file, () => undefined))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
      if (field.current) field.current.value = ''
    }
  }
  const take = async () => {
    if (!preview) return
    setBusy(true)
    try {
      onTold(t.reporting.imported(n(await entries.setMany(preview.entries))))
      setPreview(null)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const isOpen = preview !== null || error !== null
  return (
    <>
      <Button
        component="a"
        variant="default"
        href={`/reports/sheet.xlsx?${query}`}
        leftSection={<Icon name="download" />}
        download
      >
        {t.reporting.download}
      </Button>
      {mayEdit && (
        <>
          <Button
            variant="default"
            leftSection={<Icon name="upload" />}
            loading={isBusy && !isOpen}
            onClick={() => field.current?.click()}
          >
            {t.reporting.upload}
          </Button>
          <input
            ref={field}
            type="file"
            className="unseen"
            tabIndex={-1}
            aria-label={t.reporting.upload}
            accept=".xlsx"
            onChange={(event) => void look(event.currentTarget.files?.[0])}
          />
        </>
      )}
      <Dialog
        isOpen={isOpen}
        look="wide"
        title={t.reporting.preview}
        onClose={() => {
          setPreview(null)
          setError(null)
        }}
      >
        <div className="stack">
          {error !== null && <Failed error={error} />}
          {preview && (
            <>
              <p>
                <strong>{t.reporting.previewRows(n(preview.entries.length))}</strong> ·{' '}
                {t.reporting.previewSame(n(preview.unchanged))}
              </p>
              <RefusedCells
                cells={preview.refused}
                lead={t.reporting.previewRefused(n(preview.refused.length))}
              />
              <ul className="plain lines">
                {preview.entries.map((one) => (
                  <li key={one.initiativeId}>
                    <span lang="th">{titles.get(String(one.initiativeId))}</span>{' '}
                    <strong>{t.reporting.statuses[one.status]}</strong>
                  </li>
                ))}
              </ul>
              <div>
                <Button
                  disabled={!preview.entries.length || preview.refused.length > 0}
                  loading={isBusy}
                  onClick={() => void take()}
                >
                  {t.reporting.confirmImport}
                </Button>
              </div>
            </>
          )}
        </div>
      </Dialog>
    </>
  )
}
