import { expect, test } from 'vitest'
import { spanText } from './announcements'

const BERLIN = ['en-GB', 'Europe/Berlin'] as const

test('a span within one zone names it once', () => {
  const told = spanText('2027-01-31T21:00:00Z', '2027-01-31T22:00:00Z', ...BERLIN)
  expect(told).toContain('22:00–23:00 CET')
})

test('a span over which the clocks change names the zone of each end', () => {
  const told = spanText('2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z', ...BERLIN)
  expect(told).toContain('01:30 CET')
  expect(told).toContain('03:30 CEST')
})

test('one without an end is told by its beginning', () => {
  expect(spanText('2027-01-31T21:00:00Z', null, ...BERLIN)).toContain('22:00 CET')
})
