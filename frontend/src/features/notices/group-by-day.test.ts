import { expect, test } from 'vitest'
import { groupByDay } from './group-by-day'
import type { Notice } from './notices-api'

const at = (moment: string) => ({ id: moment, at: moment }) as Notice

test("groups by the reader's days", () => {
  const notices = [at('2026-03-02T23:30:00Z'), at('2026-03-02T22:30:00Z'), at('2026-03-01T12:00:00Z')]
  const groups = groupByDay(notices, 'Europe/Berlin', new Date('2026-03-03T08:00:00Z'))
  expect(groups.map(({ day, distance, notices: held }) => [day, distance, held.length])).toEqual([
    ['2026-03-03', 0, 1],
    ['2026-03-02', -1, 1],
    ['2026-03-01', -2, 1],
  ])
})
