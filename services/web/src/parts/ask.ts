/** The one door to the server: GraphQL by POST, plain routes by JSON; every failure is an AskError. */
import type { TypedDocumentString } from '../gql/graphql'
import { newTraceparent } from './traceparent'

export interface Failure {
  code: string
  messageTh: string
  messageEn: string
  values?: unknown
  /** Which input was refused, in the words of the API. */
  field?: string
  requestId?: string
}

export class AskError extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.code)
    this.failure = failure
  }

  /** The line is down or the server is away: asking again is safe and may help. */
  get isPassing(): boolean {
    return ['OFFLINE', 'UNAVAILABLE'].includes(this.failure.code)
  }
}

/** The refusal, when it is about this field: to stand beside it. */
export function refusalOf(error: unknown, field: string): Failure | null {
  return error instanceof AskError && error.failure.field === field ? error.failure : null
}

export const OFFLINE: Failure = {
  code: 'OFFLINE',
  messageTh: 'ติดต่อเครื่องแม่ข่ายไม่ได้ในขณะนี้ โปรดตรวจสอบอินเทอร์เน็ตแล้วลองอีกครั้ง',
  messageEn: 'The server cannot be reached now. Check the connection and try again.',
}

const UNAVAILABLE: Failure = {
  code: 'UNAVAILABLE',
  messageTh: 'ระบบไม่พร้อมให้บริการชั่วคราว โปรดลองอีกครั้งในอีกสักครู่',
  messageEn: 'The system is unavailable for a moment. Please try again shortly.',
}

export const BROKEN: Failure = {
  code: 'INTERNAL',
  messageTh: 'ระบบขัดข้อง โปรดลองอีกครั้ง หากยังพบอยู่ให้แจ้งผู้ดูแลพร้อมรหัสอ้างอิง',
  messageEn: 'Something broke. Try again; if it stays, tell the operator the reference.',
}

type Variables<V> = V extends Record<string, never> ? [] : [variables: V]
export interface GraphQLAnswer<R> {
  data?: R | null
  errors?: { message: string; extensions?: Partial<Failure> }[]
}

export function ask<R, V>(
  document: TypedDocumentString<R, V>,
  ...[variables]: Variables<V>
): Promise<R> {
  return asked(document, variables)
}

/** What a page asks because somebody else did something: it keeps nobody's session awake. */
export function askUnattended<R, V>(
  document: TypedDocumentString<R, V>,
  ...[variables]: Variables<V>
): Promise<R> {
  return asked(document, variables, { 'simiti-unattended': '1' })
}

async function asked<R, V>(
  document: TypedDocumentString<R, V>,
  variables: unknown,
  headers: Record<string, string> = {},
): Promise<R> {
  const response = await patiently('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      // Asked a second time, it is still the same that was asked.
      traceparent: newTraceparent(),
      ...headers,
    },
    body: JSON.stringify({ query: document.toString(), variables }),
  })
  const answer = (await response.json().catch(() => null)) as GraphQLAnswer<R> | null
  const error = answer?.errors?.[0]
  if (error) throw new AskError({ ...BROKEN, ...error.extensions })
  if (!response.ok || !answer?.data) throw new AskError(failureOf(response, answer))
  return answer.data
}

/** A plain route; answers its JSON, or null when there is none. */
export async function send<R>(path: string, body?: unknown): Promise<R> {
  const response = await reach(path, {
    method: 'POST',
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new AskError(failureOf(response, answer))
  return answer as R
}

/** What a plain route holds, as JSON; the browser may have kept it and ask whether it stands. */
export async function fetchJson<R>(path: string): Promise<R> {
  const response = await reach(path, {})
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok || answer === null) throw new AskError(failureOf(response, answer))
  return answer as R
}

/** A file by multipart, with its progress from 0 to 1. */
export function sendFile<R>(
  path: string,
  file: File,
  onProgress: (part: number) => void,
): Promise<R> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const form = new FormData()
    form.append('file', file)
    request.open('POST', path)
    request.setRequestHeader('traceparent', newTraceparent())
    request.responseType = 'json'
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total)
    })
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as R)
      else reject(new AskError(failureOf(request, request.response)))
    })
    request.addEventListener('error', () => reject(new AskError(OFFLINE)))
    request.send(form)
  })
}

const LONGEST_PATIENCE_SECONDS = 5

/** Who asked too much at once waits a moment and is served: nothing was carried out before. */
async function patiently(path: string, init: RequestInit): Promise<Response> {
  const response = await reach(path, init)
  const seconds = Number(response.headers.get('retry-after'))
  if (response.status !== 429 || !(seconds > 0 && seconds <= LONGEST_PATIENCE_SECONDS)) {
    return response
  }
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  return reach(path, init)
}

export async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    const headers = new Headers(init.headers)
    if (!headers.has('traceparent')) headers.set('traceparent', newTraceparent())
    return await fetch(path, { credentials: 'same-origin', ...init, headers })
  } catch {
    throw new AskError(OFFLINE)
  }
}

export function failureOf(response: { status: number }, answer: unknown): Failure {
  const told = (answer as { error?: Partial<Failure> } | null)?.error
  const fallback = [502, 503, 504].includes(response.status) ? UNAVAILABLE : BROKEN
  return { ...fallback, ...told }
}
