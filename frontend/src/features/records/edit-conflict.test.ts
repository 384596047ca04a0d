import { expect, test } from 'vitest'
import type { CrmRecord } from '@/shared/api/types'
import { contestedFields } from './edit-conflict'

const base = { id: '1', version: 1, name: 'Acme', phone: '1', custom: { tier: 'gold' } } as unknown as CrmRecord

test('changes of different fields fit together', () => {
  const current = { ...base, version: 2, phone: '2' } as CrmRecord
  expect(contestedFields(base, { name: 'New', 'custom.tier': 'iron' }, current)).toEqual([])
})

test('a field that both changed is contested', () => {
  const current = { ...base, version: 2, phone: '2', custom: { tier: 'lead' } } as CrmRecord
  expect(contestedFields(base, { phone: '3', name: 'New', 'custom.tier': 'iron' }, current)).toEqual([
    'phone',
    'custom.tier',
  ])
})

test('two who mean the same do not contradict each other', () => {
  const current = { ...base, version: 2, phone: '2', name: '' } as CrmRecord
  expect(contestedFields(base, { phone: '2', name: null }, current)).toEqual([])
})
