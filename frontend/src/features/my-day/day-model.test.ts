import { expect, test } from 'vitest'
import { toActivity } from '@/shared/activities/activity'
import { parted } from './day-model'

const BERLIN = 'Europe/Berlin'
const DAY = '2026-03-02'

const task = (id: string, due_at: string, status = 'open') =>
  toActivity({ id, kind: 'task', subject: id, status, due_at })

test('parts by the days of the reader, in order of time', () => {
  const parts = parted(
    [
      task('late', '2026-03-02T17:00:00Z'),
      task('early', '2026-03-01T23:30:00Z'),
      task('yesterday', '2026-03-01T22:30:00Z'),
      task('seventh', '2026-03-09T22:00:00Z'),
      task('eighth', '2026-03-10T22:00:00Z'),
      task('done', '2026-03-02T08:00:00Z', 'done'),
      toActivity({ id: 'meeting', kind: 'meeting', subject: 'M', status: 'open', starts_at: '2026-03-02T09:00:00Z' }),
    ],
    DAY,
    BERLIN,
  )
  expect(Object.fromEntries(Object.entries(parts).map(([part, held]) => [part, held.map((one) => one.id)]))).toEqual({
    overdue: ['yesterday'],
    today: ['early', 'meeting', 'late'],
    ahead: ['seventh'],
  })
})
