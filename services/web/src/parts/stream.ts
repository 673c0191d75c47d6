/** An answer that goes on: GraphQL over Server-Sent Events, by fetch, as EventSource cannot POST. */
import type { TypedDocumentString } from '../gql/graphql'
import { AskError, BROKEN, failureOf, OFFLINE, reach, type GraphQLAnswer } from './ask'

/** The server says something every 15 seconds: who hears nothing for so long hears nothing more. */
const SILENCE_MS = 40_000

export interface StreamEvent {
  kind: string
  data: string
}

/** Whole events at the start of what has come, and what is left; heartbeats are no events. */
export function eventsOf(text: string): { events: StreamEvent[]; rest: string } {
  const blocks = text.split('\n\n')
  const rest = blocks.pop() ?? ''
  const events = blocks.flatMap((block) => {
    const field = (name: string) =>
      block
        .split('\n')
        .filter((line) => line.startsWith(`${name}:`))
        .map((line) => line.slice(name.length + 1).trimStart())
        .join('\n')
    const kind = field('event')
    return kind ? [{ kind, data: field('data') }] : []
  })
  return { events, rest }
}

/** Resolves when the server completes the stream; rejects with what ended it before. */
export async function follow<R, V>(
  document: TypedDocumentString<R, V>,
  variables: V,
  onNext: (data: R) => void,
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const heard = () => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(), SILENCE_MS)
  }
  const stop = () => silence.abort()
  signal.addEventListener('abort', stop)
  heard()
  try {
    const response = await reach('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: silence.signal,
    })
    if (!response.ok || !response.body) {
      const answer: unknown = await response.json().catch(() => null)
      throw new AskError(failureOf(response, answer))
    }
    await read(response.body, onNext, heard)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    silence.abort()
  }
}

async function read<R>(
  body: ReadableStream<Uint8Array>,
  onNext: (data: R) => void,
  heard: () => void,
): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new AskError(OFFLINE)
    })
    if (done) throw new AskError(OFFLINE)
    heard()
    const { events, rest } = eventsOf(text + decoder.decode(value, { stream: true }))
    text = rest
    for (const { kind, data } of events) {
      if (kind === 'complete') return
      const answer = JSON.parse(data) as GraphQLAnswer<R>
      const error = answer.errors?.[0]
      if (error || !answer.data) throw new AskError({ ...BROKEN, ...error?.extensions })
      onNext(answer.data)
    }
  }
}
