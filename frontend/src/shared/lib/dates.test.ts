import { describe, expect, test } from 'vitest'
import { parseDay } from '@/shared/fields/parse-day'
import { daysUntil, formatDate, formatMoment, formatRelative, fromWallClock, today, toWallClock } from './dates'

describe('time zones', () => {
  test('today is the day on the user’s wall', () => {
    const now = new Date('2026-03-31T23:30:00Z')
    expect([today('UTC', now), today('Asia/Tokyo', now), today('America/New_York', now)]).toEqual([
      '2026-03-31',
      '2026-04-01',
      '2026-03-31',
    ])
  })
  test('a wall clock survives the way there and back, in summer and in winter', () => {
    for (const instant of ['2026-07-01T10:30:00.000Z', '2026-12-01T10:30:00.000Z'])
      expect(fromWallClock(toWallClock(instant, 'Europe/Berlin'), 'Europe/Berlin')).toBe(instant)
    expect(toWallClock('2026-07-01T10:30:00.000Z', 'Europe/Berlin')).toBe('2026-07-01 12:30:00')
  })
  test('days are counted by the calendar', () => {
    const now = new Date('2026-03-28T22:30:00Z')
    expect(daysUntil('2026-03-29', 'Europe/Berlin', now)).toBe(1)
    expect(daysUntil('2026-03-27', 'Europe/Berlin', now)).toBe(-1)
  })
})

test('a calendar day is shown as it is, wherever one sits', () => {
  expect(formatDate('2026-10-12', 'en-GB')).toBe('12 Oct 2026')
})

test('times are told relative to now', () => {
  const now = new Date('2026-10-12T12:00:00Z')
  expect(formatRelative('2026-10-09T12:00:00Z', 'en', now)).toBe('3 days ago')
  expect(formatRelative('2026-10-12T11:59:40Z', 'en', now)).toBe('now')
})

describe('typed days', () => {
  test.each([
    ['2026-12-31', 'en-US', '2026-12-31'],
    ['12/31/2026', 'en-US', '2026-12-31'],
    ['31.12.2026', 'de-DE', '2026-12-31'],
    ['31.12.26', 'de-DE', '2026-12-31'],
    ['Dec 31, 2026', 'en-US', '2026-12-31'],
  ])('%s in %s', (text, locale, day) => expect(parseDay(text, locale)).toBe(day))
  test.each(['31.02.2026', 'soon', '12', ''])('refuses “%s”', (text) => expect(parseDay(text, 'de-DE')).toBeNull())
})

test('a moment that others read in another zone names its own', () => {
  expect(formatMoment('2026-11-30T11:42:00Z', 'en-GB', 'UTC')).toBe('30 Nov 2026, 11:42 UTC')
  expect(formatMoment('2026-11-30T11:42:00Z', 'en-GB', 'Europe/Berlin')).toBe('30 Nov 2026, 12:42 CET')
  expect(formatMoment('2026-07-30T11:42:00Z', 'de', 'Europe/Berlin')).toBe('30.07.2026, 13:42 MESZ')
  expect(formatMoment('someday', 'de', 'Europe/Berlin')).toBe('someday')
})
