import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test, vi } from 'vitest'
import { makeObject } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { BulkDialog } from './bulk-dialog'

const PREVIEW = { count: 5204, unchanged: 0, not_allowed: 0, invalid: 0, sample: [], errors: [] }

test('how many are changed is told once it is said what, not “0” before', async () => {
  server.use(http.post(`${API}/contacts/bulk/`, () => HttpResponse.json(PREVIEW)))
  const selected = { ids: ['a', 'b'] } as never
  const nothing = () => undefined
  renderScreen(
    <BulkDialog object={makeObject()} action="update" selected={selected} onClose={nothing} onDone={nothing} />,
  )
  expect(await screen.findByRole('button', { name: 'Change' }, { timeout: 5000 })).toBeDisabled()
  await userEvent.type(screen.getByRole('textbox', { name: 'Last name' }), 'Tern')
  expect(await screen.findByRole('button', { name: 'Change 5,204' })).toBeEnabled()
})

test('rows that a colleague took away meanwhile are told', async () => {
  const answer = { count: 59, undo: null, skipped: 1, errors: [], job: null }
  server.use(
    http.post(`${API}/contacts/bulk/`, async ({ request }) => {
      const { dry_run } = (await request.json()) as { dry_run?: boolean }
      return HttpResponse.json(dry_run ? { ...PREVIEW, count: 60 } : answer)
    }),
  )
  const done = vi.fn()
  renderScreen(
    <BulkDialog
      object={makeObject()}
      action="delete"
      selected={{ ids: ['a', 'b'] } as never}
      onClose={done}
      onDone={done}
    />,
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Delete 60' }, { timeout: 5000 }))
  expect(
    await screen.findByText('59 records deleted. 1 was not: somebody changed or deleted it meanwhile.'),
  ).toBeInTheDocument()
  expect(done).toHaveBeenCalled()
})
