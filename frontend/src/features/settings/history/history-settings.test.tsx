import { useQuery } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test, vi } from 'vitest'
import { favouritesQuery } from '@/shared/interests/interests-api'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import type { HistoryEntry } from './history-api'
import { HistorySettings } from './history-settings'

vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { children: unknown }) => children }))

const ENTRY: HistoryEntry = {
  id: 'h1',
  kind: 'action',
  at: '2030-01-01T09:00:00Z',
  actor: null,
  mine: true,
  action: 'merge',
  object: 'contacts',
  object_label: 'Contacts',
  count: 2,
  record: null,
  fields: [],
  undone_at: null,
  skipped: 0,
  expires_at: '2030-01-31T09:00:00Z',
  can_undo: true,
  conflict_count: 0,
}

function Favourites() {
  const { data = [] } = useQuery(favouritesQuery)
  return <ul aria-label="Favourites">{data.map((one) => one.name).join(', ')}</ul>
}

test('a favourite that a merge had taken along is there again once the merge is taken back', async () => {
  let name = 'The one that stays'
  server.use(
    http.get(`${API}/history/`, () => HttpResponse.json({ results: [ENTRY], next: null })),
    http.get(`${API}/favourites/`, () => HttpResponse.json({ results: [{ object: 'contacts', id: 'c', name }] })),
    http.post(`${API}/undo/h1/`, () => {
      name = 'The one that was gone'
      return HttpResponse.json({ object: 'contacts' })
    }),
  )
  renderScreen(
    <>
      <HistorySettings />
      <Favourites />
    </>,
  )
  expect(await screen.findByText('The one that stays')).toBeVisible()
  await userEvent.click(await screen.findByRole('button', { name: /^Undo/ }))
  expect(await screen.findByText('The one that was gone')).toBeVisible()
})

test('a merge is called by the record that stays, so that one is told from another', async () => {
  const entry = { ...ENTRY, count: 3, record: { id: 'c', name: 'Contoso' } }
  server.use(http.get(`${API}/history/`, () => HttpResponse.json({ results: [entry], next: null })))
  renderScreen(<HistorySettings />)
  expect(await screen.findByText('Merged Contacts: 2 records into Contoso')).toBeVisible()
})
