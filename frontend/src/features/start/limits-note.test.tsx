import { screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test, vi } from 'vitest'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { LimitsNote } from './limits-note'

vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { children: unknown }) => children }))

test('what is nearly or wholly used up is told, and nothing else', async () => {
  const usage = [
    { limit: 'seats', label: 'Active users', unit: 'count', used: 10, most: 10 },
    { limit: 'records', label: 'Records', unit: 'count', used: 850, most: 1000 },
    { limit: 'storage_bytes', label: 'Files', unit: 'bytes', used: 7, most: 10 },
    { limit: 'mails_per_day', label: 'E-mails a day', unit: 'count', used: 10, most: 10 },
  ]
  server.use(http.get(`${API}/billing/`, () => HttpResponse.json({ usage })))
  renderScreen(<LimitsNote />)
  expect(await screen.findByText('Active users: full. Nothing more can be added.')).toBeInTheDocument()
  expect(screen.getByText('Records: 85 % of what there is room for is used.')).toBeInTheDocument()
  expect(screen.queryByText(/Files|E-mails/)).not.toBeInTheDocument()
})
