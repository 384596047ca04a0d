import { screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test, vi } from 'vitest'
import { makeMe } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { WebhookDetail } from './webhook-detail'
import type { Webhook } from './webhooks-api'

vi.mock('./delivery-log', () => ({ DeliveryLog: () => null }))

const BOATS = { id: '1', name: 'boats', label: 'Boat', label_plural: 'Boats', retired_at: '2026-01-01T00:00:00Z' }
const hook = {
  id: 'h',
  name: 'ERP',
  url: 'https://erp.example.com/',
  events: ['accounts.created', 'boats.created'],
  state: 'active',
  owner: { id: 'u', name: 'Ada' },
} as unknown as Webhook

test('a webhook says in words which of its objects was retired', async () => {
  server.use(
    http.get(`${API}/me/`, () => HttpResponse.json(makeMe({ rights: ['settings'] }))),
    http.get(`${API}/custom-objects/`, () => HttpResponse.json({ results: [BOATS], next: null })),
  )
  renderScreen(<WebhookDetail hook={hook} onSecret={vi.fn()} onBack={vi.fn()} />)
  expect(await screen.findByText('Boats: nothing is sent until they are used again')).toBeVisible()
  expect(screen.getByText('accounts.created')).toBeVisible()
})
