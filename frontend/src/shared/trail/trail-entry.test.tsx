import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Format } from '@/shared/lib/format'
import { renderScreen } from '@/test/render'
import type { AuditEntry } from './trail-api'
import { TrailEntry } from './trail-entry'

vi.mock('@/shared/api/catalogue', () => ({ useCatalogue: () => [] }))

const format = { dateTime: (at: string) => at, relative: (at: string) => at } as unknown as Format

const told = (action: string): AuditEntry => ({
  id: '1',
  at: '2030-01-01T09:00:00Z',
  actor: { id: 'u', name: 'Nora' },
  source: 'web',
  action,
  object: 'users',
  record_id: 'u',
  record_name: 'Nora',
  changes: [],
  request_id: '',
})

test.each([
  ['sign_in', 'Nora signed in'],
  ['password_reset', 'Nora reset the password of Nora'],
])('%s of oneself is a whole sentence', (action, sentence) => {
  renderScreen(<TrailEntry entry={told(action)} format={format} withName />)
  expect(screen.getByRole('paragraph').textContent?.trim()).toBe(sentence)
})
