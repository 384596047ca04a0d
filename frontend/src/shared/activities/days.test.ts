import { expect, test } from 'vitest'
import { addDays, atMinutes, dayOf, daysBetween, minutesOf, mondayOf, onDay, startOfDay } from './days'

const BERLIN = 'Europe/Berlin'

test("a day is the reader's, not the server's", () => {
  expect(dayOf('2026-03-01T23:30:00Z', BERLIN)).toBe('2026-03-02')
  expect(dayOf('2026-03-01T23:30:00Z', 'America/New_York')).toBe('2026-03-01')
  expect(startOfDay('2026-03-02', BERLIN)).toBe('2026-03-01T23:00:00.000Z')
})

test('another day keeps the time on the clock, over a change of the clocks too', () => {
  expect(onDay('2026-03-27T08:00:00Z', '2026-03-30', BERLIN)).toBe('2026-03-30T07:00:00.000Z')
  expect(minutesOf('2026-03-30T07:00:00Z', BERLIN)).toBe(9 * 60)
})

test('counts days and weeks', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
  expect(mondayOf('2026-03-01')).toBe('2026-02-23')
  expect(daysBetween('2026-02-28', '2026-03-02')).toBe(2)
})

test('minutes of the day, the end of it included', () => {
  expect(atMinutes('2026-03-02', 9 * 60 + 30, BERLIN)).toBe('2026-03-02T08:30:00.000Z')
  expect(atMinutes('2026-03-02', 1440, BERLIN)).toBe('2026-03-02T23:00:00.000Z')
})
