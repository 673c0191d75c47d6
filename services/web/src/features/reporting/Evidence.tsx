/** Files of evidence: beside an entry while it is written, and as a submitted report names them. */
import { Button } from '@mantine/core'
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'
import { AttachmentList } from '../attachments/AttachmentList'
import type { Row } from './reporting'

interface EvidencePartProps {
  row: Row
  mayAttach: boolean
  isWaiting: boolean
  /** Keeps the entry as it stands, so that there is something for files to stand beside. */
  onBegin: () => void
}

export function EvidencePart({ row, mayAttach, isWaiting, onBegin }: EvidencePartProps) {
  const { t } = useReader()
  if (row.entryId) {
    return (
      <AttachmentList
        title={t.reporting.evidence}
        subject={{ type: 'PROGRESS', id: row.entryId }}
        mayEdit={mayAttach}
        stale="reportingSheet"
      />
    )
  }
  return (
    <section className="stack">
      <h2>{t.reporting.evidence}</h2>
      <FileNames files={row.evidence} />
      {row.evidence.length === 0 && <p className="soft">{t.attachments.none}</p>}
      {mayAttach && !row.isCarried && (
        <div>
          <Button
            variant="default"
            leftSection={<Icon name="upload" />}
            loading={isWaiting}
            onClick={onBegin}
          >
            {t.reporting.attach}
          </Button>
        </div>
      )}
    </section>
  )
}

interface NamedFile {
  attachmentId: string
  fileName: string
  sha256: string
}

interface FileNamesProps {
  files: readonly NamedFile[]
  /** Where those can be fetched that the reader may have now, by id. */
  addresses?: ReadonlyMap<string, string>
}

export function FileNames({ files, addresses }: FileNamesProps) {
  const { t } = useReader()
  if (!files.length) return null
  return (
    <ul className="plain evidence-names">
      {files.map((file) => {
        const address = addresses?.get(file.attachmentId)
        return (
          <li key={file.attachmentId}>
            <Icon name="document" size={15} />{' '}
            {address ? (
              <a href={address} download>
                {file.fileName}
              </a>
            ) : (
              <span>{file.fileName}</span>
            )}
            {addresses && (
              <>
                {!address && <span className="soft small"> {t.reporting.notToHave}</span>}
                <span className="soft small report-sha"> SHA-256 {file.sha256}</span>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}
