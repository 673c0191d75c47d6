/** The files beside one thing, as its list holds them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  AttachmentsDocument,
  RemoveAttachmentDocument,
  RestoreAttachmentDocument,
  type AttachmentPartsFragment,
  type AttachmentSubject,
} from '../../gql/graphql'
import { ask, AskError, sendFile } from '../../parts/ask'

export type Attachment = AttachmentPartsFragment

export interface Subject {
  type: AttachmentSubject
  id: string
}

const keyOf = (subject: Subject) => ['attachments', subject.type, subject.id]

export function useAttachments(subject: Subject) {
  return useQuery({
    queryKey: keyOf(subject),
    queryFn: () => ask(AttachmentsDocument, { subjectType: subject.type, subjectId: subject.id }),
  })
}

/** Lists of files, and what else shows them. */
function useRefresh(stale: string | undefined) {
  const client = useQueryClient()
  return async () => {
    if (stale) await client.invalidateQueries({ queryKey: [stale] })
    await client.invalidateQueries({ queryKey: ['attachments'] })
  }
}

/** One file after the other, so that a refusal names its file; `onPart` is told 0 to 1. */
export function useAttach(subject: Subject, onPart: (part: number) => void, stale?: string) {
  const onSettled = useRefresh(stale)
  return useMutation({
    mutationFn: async (files: File[]) => {
      const address = `/attachments/${subject.type}/${encodeURIComponent(subject.id)}`
      for (const file of files) {
        onPart(0)
        await sendFile(address, file, onPart)
      }
    },
    onSettled,
  })
}

/** Takes a file away, or brings it back. */
export function useChangeAttachment(stale?: string) {
  const onSettled = useRefresh(stale)
  return useMutation({
    mutationFn: async ({ file, isBack }: { file: Attachment; isBack: boolean }) => {
      const input = { id: file.id }
      const { problems } = isBack
        ? (await ask(RestoreAttachmentDocument, { input })).restoreAttachment
        : (await ask(RemoveAttachmentDocument, { input })).removeAttachment
      if (problems[0]) throw new AskError(problems[0])
    },
    onSettled,
  })
}

/** "20 MB", "12.5 KB": what people read of a size. */
export function sizeOf(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'] as const
  let size = bytes
  let at = 0
  while (size >= 1024 && at < units.length - 1) {
    size /= 1024
    at += 1
  }
  return `${Number(size.toFixed(size < 10 ? 1 : 0))} ${units[at]}`
}
