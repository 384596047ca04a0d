import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { ReferencePicker } from './reference-picker'

test('what a record can not mean, such as itself, is not offered', async () => {
  server.use(
    http.get(`${API}/contacts/`, () =>
      HttpResponse.json({
        results: [
          { id: 'a', name: 'Tern' },
          { id: 'b', name: 'Gull' },
        ],
        next: null,
      }),
    ),
  )
  renderScreen(
    <ReferencePicker label="Merge with" target="contacts" value={null} onChange={() => undefined} without="a" />,
  )
  await userEvent.click(await screen.findByRole('textbox', { name: 'Merge with' }))
  expect(await screen.findByRole('option', { name: /Gull/ })).toBeVisible()
  expect(screen.queryByRole('option', { name: /Tern/ })).toBeNull()
})
