import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TypedDocumentString } from '../gql/graphql'
import { ask, AskError } from './ask'

const QUERY = new TypedDocumentString<{ viewer: null }, Record<string, never>>('{ viewer }')
const TOO_MUCH = { errors: [{ message: 'Too much', extensions: { code: 'RATE_LIMITED' } }] }

function server(...answers: [status: number, body: unknown, seconds?: string][]) {
  const fetched = vi.fn()
  for (const [status, body, seconds] of answers) {
    const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': seconds }
    fetched.mockResolvedValueOnce(new Response(JSON.stringify(body), { status, headers }))
  }
  vi.stubGlobal('fetch', fetched)
  return fetched
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('who asked too much waits as long as was said, and is served', async () => {
  const fetched = server([429, TOO_MUCH, '2'], [200, { data: { viewer: null } }])
  const answer = ask(QUERY)
  await vi.advanceTimersByTimeAsync(1_900)
  expect(fetched).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(await answer).toEqual({ viewer: null })
  const [first, second] = fetched.mock.calls.map(
    (call) => (call as [string, { headers: Headers }])[1].headers,
  )
  // Of the same trace: it is the same that was asked.
  expect(first?.get('traceparent')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
  expect([...(second ?? [])]).toEqual([...(first ?? [])])
})

test('it waits once, and not for long', async () => {
  for (const answers of [
    [
      [429, TOO_MUCH, '1'],
      [429, TOO_MUCH, '1'],
    ],
    [[429, TOO_MUCH, '60']],
    [[429, TOO_MUCH]],
  ] as const) {
    const fetched = server(...(answers as unknown as [number, unknown, string?][]))
    const refused = ask(QUERY).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(10_000)
    const error = await refused
    expect(error).toBeInstanceOf(AskError)
    expect((error as AskError).failure.code).toBe('RATE_LIMITED')
    expect(fetched).toHaveBeenCalledTimes(answers.length)
  }
})
