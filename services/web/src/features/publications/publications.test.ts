import { expect, test } from 'vitest'
import { standing, type Publication } from './publications'

function act(number: number, more: Partial<Publication> = {}): Publication {
  return {
    kind: 'FOLLOW_UP',
    period: '2561',
    number,
    isWithdrawn: false,
    reason: '',
    publishedAt: '2026-11-26T00:00:00Z',
    address: `/public/9000001/2561/follow-up/${number}`,
    newestAddress: '/public/9000001/2561/follow-up',
    ...more,
  }
}

test('the last act on each item counts, the newest number first', () => {
  const acts = [act(1), act(1, { isWithdrawn: true, reason: 'พิมพ์ผิด' }), act(1), act(2)]
  expect(standing(acts, ['FOLLOW_UP'], '2561').map((one) => [one.number, one.isWithdrawn])).toEqual(
    [
      [2, false],
      [1, false],
    ],
  )
})

test('other kinds and other years are left out', () => {
  const acts = [act(1, { period: '2562' }), act(1, { kind: 'ANNUAL_RESULT' })]
  expect(standing(acts, ['FOLLOW_UP'], '2561')).toEqual([])
})
