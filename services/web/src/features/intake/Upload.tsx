/** Where a document comes in: dropped or chosen, sent with progress, refused with reasons. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useRef, useState, type DragEvent } from 'react'
import { Link, useLocation } from 'wouter'
import { AskError, sendFile } from '../../parts/ask'
import { Icon } from '../../parts/Icon'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'

interface Received {
  document: { id: string }
}

export function Upload() {
  const { t, n } = useReader()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [part, setPart] = useState(0)
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const hint = useId()
  const upload = useMutation({
    mutationFn: (file: File) => sendFile<Received>('/documents', file, setPart),
    onMutate: () => setPart(0),
    onSuccess: ({ document }) => {
      void client.invalidateQueries({ queryKey: ['documents'] })
      navigate(`/documents/${encodeURIComponent(document.id)}`)
    },
  })
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file && !upload.isPending) upload.mutate(file)
    if (input.current) input.current.value = ''
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  const percent = Math.round(part * 100)

  return (
    <div className="stack">
      <div
        className={isOver ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <Icon name="upload" size={30} />
        <p>
          {t.intake.drop}{' '}
          <Button
            loading={upload.isPending}
            onClick={() => input.current?.click()}
            aria-describedby={hint}
          >
            {t.intake.choose}
          </Button>
        </p>
        <p className="soft small" id={hint}>
          {t.intake.accepts}
        </p>
        <input
          ref={input}
          type="file"
          hidden
          accept=".txt,.md,.xlsx,text/plain,text/markdown"
          aria-label={t.intake.newDocument}
          onChange={(event) => take(event.currentTarget.files)}
        />
        {upload.isPending && (
          <div className="drop-progress" role="status">
            <progress max={100} value={percent} aria-label={t.intake.uploading(n(percent))} />
            <span>{t.intake.uploading(n(percent))}</span>
          </div>
        )}
      </div>
      {upload.isError && <RefusedFile error={upload.error} />}
    </div>
  )
}

function RefusedFile({ error }: { error: unknown }) {
  const { t, told } = useReader()
  if (!(error instanceof AskError)) return null
  const { failure } = error
  if (failure.code === 'DOCUMENT_ALREADY_IMPORTED') {
    const id = (failure.values as { documentId?: string } | undefined)?.documentId
    return (
      <Notice title={t.intake.already} icon="document" attention announce>
        {id && (
          <p>
            <Link href={`/documents/${encodeURIComponent(id)}`}>{t.intake.openIt}</Link>
          </p>
        )}
      </Notice>
    )
  }
  return (
    <Notice title={t.intake.refusedFile} icon="alert" attention announce>
      <p>{told(failure)}</p>
      <p>{t.intake.refusedKept}</p>
      {!error.isPassing && <p>{t.intake.refusedDo}</p>}
      {failure.requestId && <p className="soft small">{t.reference(failure.requestId)}</p>}
    </Notice>
  )
}
