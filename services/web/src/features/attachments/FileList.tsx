/** Files that can be had, and nothing else: of what was submitted, and lines of longer lists. */
import { Button } from '@mantine/core'
import { useId } from 'react'
import '../../styles/attachments.css'
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'
import { sizeOf, type Attachment } from './attachments'

/** Nothing at all where there is none. */
export function FileList({ title, files }: { title: string; files: Attachment[] }) {
  const heading = useId()
  if (!files.length) return null
  return (
    <section className="attachments stack" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      <ul>
        {files.map((file) => (
          <FileLine key={file.id} file={file} onRemove={null} />
        ))}
      </ul>
    </section>
  )
}

interface FileLineProps {
  file: Attachment
  onRemove: (() => void) | null
}

export function FileLine({ file, onRemove }: FileLineProps) {
  const { t, n, date } = useReader()
  return (
    <li>
      <Icon name="document" />
      <div>
        {file.isAvailable ? (
          <a href={file.address} download>
            {file.fileName}
          </a>
        ) : (
          <span>{file.fileName}</span>
        )}
        <p className="soft small">
          {t.attachments.about(n(sizeOf(file.sizeBytes)), date(file.addedAt), file.addedBy)}
          {' · '}
          {t.attachments.scan[file.scan]}
          {file.isShared && ` · ${t.attachments.shared}`}
        </p>
      </div>
      {onRemove && (
        <Button
          variant="subtle"
          size="sm"
          onClick={onRemove}
          aria-label={t.attachments.removeNamed(file.fileName)}
        >
          <Icon name="remove" />
        </Button>
      )}
    </li>
  )
}
