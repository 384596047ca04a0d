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
