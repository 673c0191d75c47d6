/** Uploaded documents: the list, one with its reading, and what changes them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import {
  AcceptDocumentDocument,
  CorrectReadingDocument,
  DiscardDocumentDocument,
  DocumentDocument,
  DocumentProgressDocument,
  DocumentsDocument,
  ExplainFindingDocument,
  FrameworkDocument,
  type CorrectionInput,
  type DocumentPartsFragment,
  type DocumentRowFragment,
  type ProblemPartsFragment,
} from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'

export type ReadDocument = DocumentPartsFragment
export type Reading = NonNullable<ReadDocument['reading']>
export type DraftRow = Reading['initiatives'][number]
export type Finding = Reading['findings'][number]
export type DocumentRow = DocumentRowFragment

const POLL_MS = 400
const isUnderWay = (state: string | undefined) => state === 'WAITING' || state === 'READING'

export function useDocuments() {
  return useQuery({
    queryKey: ['documents'],
    queryFn: async () => (await ask(DocumentsDocument)).documents.edges.map((edge) => edge.node),
    refetchInterval: ({ state }) =>
      state.data?.some((one) => isUnderWay(one.state)) ? POLL_MS * 3 : false,
  })
}

export function useProgress(id: string) {
  const client = useQueryClient()
  const progress = useQuery({
    queryKey: ['documentProgress', id],
    queryFn: async () => {
      const { node } = await ask(DocumentProgressDocument, { id })
      return node && 'fileName' in node ? (node as DocumentRow) : null
    },
    refetchInterval: ({ state }) => (isUnderWay(state.data?.state) ? POLL_MS : false),
  })
  const state = progress.data?.state
  useEffect(() => {
    if (state && !isUnderWay(state)) void client.invalidateQueries({ queryKey: ['documents'] })
  }, [client, state])
  return progress
}

export function useDocument(id: string, isRead: boolean) {
  return useQuery({
    queryKey: ['document', id],
    queryFn: async () => {
      const { node } = await ask(DocumentDocument, { id })
      return node && 'fileName' in node ? (node as ReadDocument) : null
    },
    enabled: isRead,
  })
}

export function useFramework(code: string | undefined) {
  return useQuery({
    queryKey: ['framework', code],
    queryFn: async () => (await ask(FrameworkDocument, { code: code! })).frameworkEdition ?? null,
    enabled: code !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export type Settle =
  | { do: 'correct'; corrections: CorrectionInput[] }
  | { do: 'explain'; findingKey: string; text: string }

/** Corrections and explanations; the answer is the document as it then stands. */
export function useSettle(document: ReadDocument) {
  const client = useQueryClient()
  const key = ['document', document.id]
  const mutation = useMutation({
    scope: { id: `settle-${document.id}` },
    mutationFn: async (settle: Settle) => {
      const version = () => client.getQueryData<ReadDocument>(key)?.reading?.version ?? 0
      const take = (answer: {
        document: ReadDocument | null
        problems: ProblemPartsFragment[]
      }) => {
        if (answer.problems[0]) throw new AskError(answer.problems[0])
        if (answer.document) client.setQueryData(key, answer.document)
      }
      if (settle.do === 'explain') {
        const { findingKey, text } = settle
        const input = { documentId: document.id, version: version(), findingKey, text }
        take((await ask(ExplainFindingDocument, { input })).explainFinding)
        return
      }
      // One after the other: each needs the version that the one before made.
      for (const correction of settle.corrections) {
        const input = { documentId: document.id, version: version(), correction }
        take((await ask(CorrectReadingDocument, { input })).correctReading)
      }
    },
    onError: async (error) => {
      if (error instanceof AskError && error.failure.code === 'CONFLICT') {
        // Awaited: the refusal is told when the newer version is here, so that a second try fits it.
        await client.invalidateQueries({ queryKey: key })
      }
    },
  })
  return { ...mutation, documentId: document.id }
}

export function useAccept(document: ReadDocument) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (replaceDraft: boolean) => {
      const input = {
        documentId: document.id,
        version: document.reading?.version ?? 0,
        replaceDraft,
      }
      const { acceptDocument } = await ask(AcceptDocumentDocument, { input })
      if (acceptDocument.problems[0]) throw new AskError(acceptDocument.problems[0])
      return acceptDocument
    },
    onSuccess: () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] !== 'viewer' && queryKey[0] !== 'framework',
      }),
  })
}

export function useDiscard(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const { discardDocument } = await ask(DiscardDocumentDocument, { input: { documentId: id } })
      if (discardDocument.problems[0]) throw new AskError(discardDocument.problems[0])
    },
    onSuccess: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'viewer' }),
  })
}

/** What keeps a reading from being accepted: critical and error findings nobody has answered. */
export function isOpen(finding: Finding): boolean {
  return finding.severity !== 'WARNING' && !finding.explanation
}
