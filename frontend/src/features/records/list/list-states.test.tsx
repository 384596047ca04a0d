import { screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test, vi } from 'vitest'
import { makeMe, makeObject } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { EmptyList } from './list-states'

const draw = (read: 'own' | 'team_and_below' | 'all', create = true, trash = false) => {
  const grant = { create, read, update: 'own', delete: 'own' } as const
  server.use(http.get(`${API}/me/`, () => HttpResponse.json(makeMe({ rights: [], objects: { contacts: grant } }))))
  const object = makeObject({ permissions: { create, read: true, update: true, delete: true } })
  renderScreen(<EmptyList object={object} narrowed={false} trash={trash} onClear={vi.fn()} onCreate={vi.fn()} />)
}

test('who sees all of them reads that there are none, and may create the first one', async () => {
  draw('all')
  expect(await screen.findByText('Nothing here yet: Contacts')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Create the first one' })).toBeVisible()
})

test('who sees their own alone does not read that there are none, and creates no first one', async () => {
  draw('own')
  expect(await screen.findByText('Nothing here that you may see: Contacts')).toBeVisible()
  expect(screen.getByText(/You see your own/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Create: Contact' })).toBeVisible()
  expect(screen.queryByText(/first one/)).toBeNull()
})

test('who sees a team’s and may not create is told why, and offered nothing', async () => {
  draw('team_and_below', false)
  expect(await screen.findByText(/You see those of your team/)).toBeVisible()
  expect(screen.queryByRole('button')).toBeNull()
})

test.each([
  ['all', 'The Trash is empty'],
  ['own', 'Nothing in the Trash that you may see'],
] as const)('of the Trash, who sees %s reads: %s', async (read, told) => {
  draw(read, true, true)
  expect(await screen.findByText(told)).toBeVisible()
})

test.each([
  ['030 12', 1],
  ['Tern', 0],
  ['030 1234567', 0],
])('who searches for “%s” in vain is told how much of a number it takes: %d', async (search, times) => {
  renderScreen(
    <EmptyList object={makeObject({})} narrowed search={search} trash={false} onClear={vi.fn()} onCreate={vi.fn()} />,
  )
  expect(await screen.findByText(/No record fits/)).toBeVisible()
  expect(screen.queryAllByText(/from its fifth digit on/)).toHaveLength(times)
})
