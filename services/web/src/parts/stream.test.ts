import { expect, test } from 'vitest'
import { eventsOf } from './stream'

test('events are taken when they are whole, heartbeats are passed over', () => {
  const { events, rest } = eventsOf(':\n\nevent: next\ndata: {"a":1}\n\nevent: next\ndata: {"b"')
  expect(events).toEqual([{ kind: 'next', data: '{"a":1}' }])
  expect(rest).toBe('event: next\ndata: {"b"')
  expect(eventsOf(rest + ':2}\n\n').events).toEqual([{ kind: 'next', data: '{"b":2}' }])
})

test('the end has no data', () => {
  expect(eventsOf('event: complete\ndata:\n\n').events).toEqual([{ kind: 'complete', data: '' }])
})
