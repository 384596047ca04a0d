import { screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { CrmRecord } from '@/shared/api/types'
import { makeField, makeMe, makeObject } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { editConflict } from '../edit-conflict'
import { ConflictDialog } from './conflict-dialog'

afterEach(() => editConflict.set(null))

test.each([
  [{ id: 'bea', name: 'Bea' }, 'Bea saved a change while you were editing.'],
  [makeMe().user, 'Another change was saved while you were editing.'],
])('whoever changed it last is named, but for oneself: %o', async (who, told) => {
  const object = makeObject({ fields: [makeField({ name: 'custom.kickoff', label: 'Kickoff', type: 'datetime' })] })
  const at = (kickoff: string): CrmRecord => ({
    id: 'r',
    updated_by: { id: who.id, name: who.name },
    custom: { kickoff },
  })
  const mine = { 'custom.kickoff': '2026-05-17T12:40:00Z' }
  const [base, current] = [at('2026-05-17T08:00:00Z'), at('2026-05-17T09:30:00Z')]
  editConflict.set({ object, base, mine, current, contested: ['custom.kickoff'], decide: vi.fn() })
  renderScreen(<ConflictDialog />)
  expect(await screen.findByText(told, { exact: false })).toBeVisible()
  expect(screen.getAllByRole('radio')).toHaveLength(2)
  expect(screen.getByRole('radio', { name: /Yours/ }).textContent).not.toEqual(
    screen.getByRole('radio', { name: /Theirs/ }).textContent?.replace('Theirs', 'Yours'),
  )
})
