import { expect, test } from 'vitest'
import { newTraceparent } from './traceparent'

test('each is as W3C Trace Context writes it, asks for no recording, and is another', () => {
  const made = Array.from({ length: 50 }, newTraceparent)
  for (const one of made) {
    expect(one).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-00$/)
  }
  expect(new Set(made.map((one) => one.slice(3, 35))).size).toBe(50)
})
