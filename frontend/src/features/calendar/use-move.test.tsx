import { fireEvent, screen, waitFor } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { toActivity } from '@/shared/activities/activity'
import type { Format } from '@/shared/lib/format'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { useMove } from './use-move'

const format = { timeZone: 'Europe/Berlin', dateTime: String } as unknown as Format
const meeting = toActivity({
  id: 'm',
  kind: 'meeting',
  subject: 'Round',
  status: 'open',
  starts_at: '2026-03-02T09:00:00Z',
  ends_at: '2026-03-02T09:30:00Z',
})

/** Two keys before the screen is drawn anew. */
function Keys() {
  const move = useMove(format)
  const press = () => {
    move.byDays(meeting, 1)
    move.byDays(meeting, -1)
  }
  return <button type="button" onClick={press} />
}

test('a key goes on from what the one before it wished, though nothing shows that yet', async () => {
  const sent: unknown[] = []
  server.use(
    http.patch(`${API}/activities/m/`, async ({ request }) => {
      const values = (await request.json()) as Record<string, unknown>
      sent.push(values.starts_at)
      return HttpResponse.json({ id: 'm', version: 2 })
    }),
  )
  renderScreen(<Keys />)
  fireEvent.click(await screen.findByRole('button'))
  await waitFor(() => expect(sent).toEqual(['2026-03-03T09:00:00.000Z', '2026-03-02T09:00:00.000Z']))
})
