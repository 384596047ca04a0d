import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { makeFormat } from '@/shared/lib/format'
import { makeField, makeObject } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { Composer } from './composer'

// jsdom knows no fonts; the field that grows with its text asks for them.
Object.defineProperty(document, 'fonts', { value: new EventTarget() })

test('a note for oneself that names somebody says that nobody is told', async () => {
  const fields = [makeField({ name: 'is_private', type: 'boolean' })]
  const activities = makeObject({ name: 'activities', fields })
  server.use(
    http.get(`${API}/objects/`, () => HttpResponse.json({ results: [activities] })),
    http.get(`${API}/contacts/c1/people/`, () => HttpResponse.json({ results: [] })),
  )
  const record = { id: 'c1', name: 'Tern' }
  renderScreen(
    <Composer
      object={makeObject()}
      record={record}
      link="contact"
      format={makeFormat('en-GB', 'Europe/Berlin', 'EUR')}
    />,
  )
  const told = 'Only you see this: whoever is named in it is not told.'
  await userEvent.type(await screen.findByRole('combobox', { name: 'Note' }), 'Ask @Lena')
  expect(screen.queryByText(told)).toBeNull()
  await userEvent.click(await screen.findByRole('switch', { name: 'Only me' }))
  expect(await screen.findByText(told)).toBeVisible()
})
