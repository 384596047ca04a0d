import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { toActivity } from '@/shared/activities/activity'
import type { Format } from '@/shared/lib/format'
import { renderScreen } from '@/test/render'
import { segmentsOf } from './calendar-model'
import { EventDialog } from './event-dialog'

vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { children: unknown }) => children }))

const format = { locale: 'en-GB', timeZone: 'Europe/Berlin', firstWeekday: 1 } as unknown as Format
const meeting = toActivity({
  id: 'm',
  kind: 'meeting',
  subject: 'Round',
  status: 'open',
  starts_at: '2026-03-02T09:00:00Z',
  ends_at: '2026-03-02T09:30:00Z',
  allow: ['update'],
})

test('a meeting is moved by hours without a mouse', async () => {
  const toTime = vi.fn()
  const onClose = vi.fn()
  const [segment] = segmentsOf(meeting, format.timeZone)
  if (!segment) throw new Error('no segment')
  renderScreen(<EventDialog segment={segment} format={format} mayChange move={{ toTime } as never} onClose={onClose} />)
  const time = await screen.findByLabelText('Starts at')
  expect(time).toHaveValue('10:00')
  const change = screen.getByRole('button', { name: 'Change the time' })
  expect(change).toBeDisabled()
  fireEvent.change(time, { target: { value: '14:30' } })
  await userEvent.click(change)
  expect(toTime).toHaveBeenCalledWith(meeting, '2026-03-02', 14 * 60 + 30)
  expect(onClose).toHaveBeenCalled()
})

function draw(move: Record<string, unknown>, activity = meeting) {
  const [segment] = segmentsOf(activity, format.timeZone)
  if (!segment) throw new Error('no segment')
  renderScreen(<EventDialog segment={segment} format={format} mayChange move={move as never} onClose={vi.fn()} />)
}

const pick = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

test('its end is changed there, too', async () => {
  const toSpan = vi.fn()
  draw({ toSpan })
  expect(await screen.findByLabelText('Ends at')).toHaveValue('10:30')
  pick('Ends at', '11:15')
  await userEvent.click(screen.getByRole('button', { name: 'Change the time' }))
  expect(toSpan).toHaveBeenCalledWith(meeting, '2026-03-02T09:00:00.000Z', '2026-03-02T10:15:00.000Z')
})

test('another beginning takes the end along until that is changed itself', async () => {
  const toSpan = vi.fn()
  draw({ toSpan })
  await screen.findByLabelText('Ends at')
  pick('Starts at', '14:00')
  expect(screen.getByLabelText('Ends at')).toHaveValue('14:30')
  pick('Ends at', '16:00')
  pick('Starts at', '13:00')
  expect(screen.getByLabelText('Ends at')).toHaveValue('16:00')
  await userEvent.click(screen.getByRole('button', { name: 'Change the time' }))
  expect(toSpan).toHaveBeenCalledWith(meeting, '2026-03-02T12:00:00.000Z', '2026-03-02T15:00:00.000Z')
})

test('an end before the beginning is not taken', async () => {
  draw({})
  await screen.findByLabelText('Ends at')
  pick('Ends at', '09:00')
  expect(screen.getByText('It has to end after it begins.')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Change the time' })).toBeDisabled()
})

test('a task has no end', async () => {
  draw({}, toActivity({ ...meeting.record, kind: 'task', due_at: '2026-03-02T09:00:00Z' }))
  expect(await screen.findByLabelText('Due at')).toHaveValue('10:00')
  expect(screen.queryByLabelText('Ends at')).toBeNull()
})
