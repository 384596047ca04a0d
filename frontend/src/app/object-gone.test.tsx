import { screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test, vi } from 'vitest'
import { makeMe } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { ObjectGone } from './object-gone'

vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { children: unknown }) => children }))

const BOATS = { id: '1', name: 'boats', label: 'Boat', label_plural: 'Boats', retired_at: '2026-01-01T00:00:00Z' }

function draw(name: string, rights: string[]) {
  server.use(
    http.get(`${API}/me/`, () => HttpResponse.json(makeMe({ rights }))),
    http.get(`${API}/custom-objects/`, () => HttpResponse.json({ results: [BOATS], next: null })),
  )
  renderScreen(<ObjectGone name={name} />)
}

test('who arranges objects reads that it was retired', async () => {
  draw('boats', ['settings'])
  expect(await screen.findByText('Retired: Boats')).toBeVisible()
  expect(screen.queryByText('There is nothing here')).toBeNull()
})

test.each([
  ['boats', []],
  ['ships', ['settings']],
])('at the address %s, with the rights %s, there is nothing', async (name, rights) => {
  draw(name, rights)
  expect(await screen.findByText('There is nothing here')).toBeVisible()
})
