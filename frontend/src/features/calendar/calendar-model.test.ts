import { expect, test } from 'vitest'
import { toActivity } from '@/shared/activities/activity'
import { daysOf, placed, segmentKey, segmentsOf, stepped } from './calendar-model'

const BERLIN = 'Europe/Berlin'
const meeting = (id: string, starts_at: string, ends_at: string) =>
  toActivity({ id, kind: 'meeting', subject: id, status: 'open', starts_at, ends_at })

test('shows whole weeks, from Monday or another day', () => {
  expect(daysOf('week', '2026-03-01')).toHaveLength(7)
  expect(daysOf('week', '2026-03-01')[0]).toBe('2026-02-23')
  const month = daysOf('month', '2026-03-15')
  expect([month[0], month.at(-1)]).toEqual(['2026-02-23', '2026-04-05'])
  expect(daysOf('month', '2027-02-10')).toHaveLength(28)
  expect(daysOf('week', '2026-03-01', 6)[0]).toBe('2026-03-01')
})

test('goes from month to month, whatever their length', () => {
  expect(stepped('month', '2026-01-31', 1)).toBe('2026-02-01')
  expect(stepped('month', '2026-01-31', -1)).toBe('2025-12-01')
  expect(stepped('week', '2026-03-01', -1)).toBe('2026-02-22')
})

test('what goes over midnight has a part on each day', () => {
  const parts = segmentsOf(meeting('m', '2026-03-02T21:00:00Z', '2026-03-03T01:00:00Z'), BERLIN)
  expect(parts.map(({ day, start, end, isFirst, isLast }) => [day, start, end, isFirst, isLast])).toEqual([
    ['2026-03-02', 1320, 1440, true, false],
    ['2026-03-03', 0, 120, false, true],
  ])
  const whole = segmentsOf(meeting('m', '2026-03-02T22:00:00Z', '2026-03-02T23:00:00Z'), BERLIN)
  expect(whole.map(({ day, start, end }) => [day, start, end])).toEqual([['2026-03-02', 1380, 1440]])
})

test('a task stays on its day', () => {
  const task = toActivity({ id: 't', kind: 'task', subject: 't', status: 'open', due_at: '2026-03-02T22:59:00Z' })
  expect(segmentsOf(task, BERLIN).map(({ start, end }) => [start, end])).toEqual([[1410, 1440]])
})

test('what overlaps stands side by side, the rest at full width', () => {
  const parts = [
    meeting('a', '2026-03-02T08:00:00Z', '2026-03-02T10:00:00Z'),
    meeting('b', '2026-03-02T09:00:00Z', '2026-03-02T09:30:00Z'),
    meeting('c', '2026-03-02T09:30:00Z', '2026-03-02T10:30:00Z'),
    meeting('d', '2026-03-02T11:00:00Z', '2026-03-02T12:00:00Z'),
  ].flatMap((one) => segmentsOf(one, 'UTC'))
  expect(placed(parts).map((one) => [one.activity.id, one.column, one.columns])).toEqual([
    ['a', 0, 2],
    ['b', 1, 2],
    ['c', 1, 2],
    ['d', 0, 1],
  ])
})

test('what a series will come to is told apart, also several times on one day', () => {
  const day = (starts: string, ends: string) => meeting('s', `2026-03-${starts}:00Z`, `2026-03-${ends}:00Z`)
  const parts = [
    ...segmentsOf(day('02T08:00', '03T09:00'), 'UTC'),
    ...segmentsOf(day('03T08:00', '04T09:00'), 'UTC', true),
    ...segmentsOf(day('04T08:00', '05T09:00'), 'UTC', true),
  ]
  expect(parts.map(({ isPlanned }) => isPlanned)).toEqual([false, false, true, true, true, true])
  expect(new Set(parts.map(segmentKey)).size).toBe(parts.length)
})
