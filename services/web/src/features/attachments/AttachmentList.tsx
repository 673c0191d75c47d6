/** The files beside one thing: listed, downloaded, and for who may: added, removed, brought back. */
import { Button } from '@mantine/core'
import { useId, useRef, useState, type DragEvent } from 'react'
import '../../styles/attachments.css'
import { Icon } from '../../parts/Icon'
import { Failed, Loading } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { FileLine } from './FileList'
import {
  sizeOf,
  useAttach,
  useAttachments,
  useChangeAttachment,
  type Attachment,
  type Subject,
} from './attachments'

interface AttachmentListProps {
  title: string
  subject: Subject
  mayEdit: boolean
  /** What else shows these files and must be asked for anew after a change. */
  stale?: string
}

export function AttachmentList({ title, subject, mayEdit, stale }: AttachmentListProps) {
  const { t } = useReader()
  const heading = useId()
  const found = useAttachments(subject)
  const change = useChangeAttachment(stale)
  const [removed, setRemoved] = useState<Attachment | null>(null)
  const files = found.data?.attachments ?? []

  return (
    <section className="attachments stack" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} onAgain={() => void found.refetch()} />}
      {found.data && !files.length && <p className="soft">{t.attachments.none}</p>}
      {files.length > 0 && (
        <ul>
          {files.map((file) => (
            <FileLine
              key={file.id}
              file={file}
              onRemove={
                mayEdit && !isKept(subject, file)
                  ? () =>
                      change.mutate({ file, isBack: false }, { onSuccess: () => setRemoved(file) })
                  : null
              }
            />
          ))}
        </ul>
      )}
      {removed && (
        <p role="status" className="attachment-undo">
          {t.attachments.removed(removed.fileName)}{' '}
          <Button
            variant="default"
            size="sm"
            leftSection={<Icon name="undo" />}
            onClick={() =>
              change.mutate({ file: removed, isBack: true }, { onSuccess: () => setRemoved(null) })
            }
          >
            {t.attachments.undo}
          </Button>
        </p>
      )}
      {change.isError && <Failed error={change.error} />}
      {mayEdit && found.data && (
        <AddFiles
          subject={subject}
          title={title}
          limits={found.data.attachmentLimits}
          stale={stale}
        />
      )}
    </section>
  )
}

interface AddFilesProps {
  subject: Subject
  title: string
  stale?: string
  limits: { fileBytes: number; organisationBytes: string; usedBytes: string; endings: string[] }
}

function AddFiles({ subject, title, limits, stale }: AddFilesProps) {
  const { t, n } = useReader()
  const [part, setPart] = useState(0)
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const hint = useId()
  const attach = useAttach(subject, setPart, stale)
  const take = (files: FileList | null) => {
    if (files?.length && !attach.isPending) attach.mutate([...files])
    if (input.current) input.current.value = ''
  }
  const percent = Math.round(part * 100)
  return (
    <>
      <div
        className={isOver ? 'drop over' : 'drop'}
        onDragOver={(event: DragEvent) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event: DragEvent) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer.files)
        }}
      >
        <p>
          {t.attachments.drop}{' '}
          <Button
            variant="default"
            leftSection={<Icon name="upload" />}
            loading={attach.isPending}
            onClick={() => input.current?.click()}
            aria-describedby={hint}
          >
            {t.attachments.choose}
          </Button>
        </p>
        <p className="soft small" id={hint}>
          {t.attachments.limits(
            limits.endings.join(', '),
            n(sizeOf(limits.fileBytes)),
            n(sizeOf(Number(limits.organisationBytes) - Number(limits.usedBytes))),
          )}
        </p>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept={limits.endings.map((ending) => `.${ending}`).join(',')}
          aria-label={t.attachments.addTo(title)}
          onChange={(event) => take(event.currentTarget.files)}
        />
        {attach.isPending && (
          <div className="drop-progress" role="status">
            <progress max={100} value={percent} aria-label={t.intake.uploading(n(percent))} />
            <span>{t.intake.uploading(n(percent))}</span>
          </div>
        )}
      </div>
      {attach.isError && <Failed error={attach.error} />}
    </>
  )
}

/** A report that was submitted names it, so that it stays. */
function isKept(subject: Subject, file: Attachment): boolean {
  return subject.type === 'PROGRESS' && file.isShared
}
