import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import type { CrmRecord } from '@/shared/api/types'
import { makeObject } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { useDelete } from './use-delete'

const offer = vi.hoisted(() => vi.fn())
vi.mock('@/shared/undo/use-undo', () => ({ useUndo: () => ({ offer }) }))

const activities = makeObject({ name: 'activities' })

function Remove({ record }: { record: CrmRecord }) {
  const remove = useDelete(activities)
  return (
    <button type="button" onClick={() => void remove([record])}>
      Delete
    </button>
  )
}

beforeEach(() => offer.mockClear())

test.each([
  [{ status: 'open', repeats: 'FREQ=WEEKLY' }, 'Deleted: Round. It was the open one of its series, which ends.'],
  [{ status: 'done', repeats: 'FREQ=WEEKLY' }, 'Deleted: Round'],
  [{ status: 'open', repeats: null }, 'Deleted: Round'],
])('who deletes the open one of a series is told that it ends: %o', async (values, label) => {
  server.use(http.delete(`${API}/activities/a/`, () => HttpResponse.json({ undo: 'u' })))
  renderScreen(<Remove record={{ id: 'a', name: 'Round', ...values }} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }))
  await waitFor(() => expect(offer).toHaveBeenCalledWith({ token: 'u', label }))
})
