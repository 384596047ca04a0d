import { expect, test } from 'vitest'
import type { CrmRecord } from '@/shared/api/types'
import { makeField, makeObject } from '@/test/factories'
import { contestedFields, othersChanges } from './edit-conflict'

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

test('what one changed oneself and the server has not taken is no change of others', () => {
  const object = makeObject({
    fields: ['name', 'phone', 'custom.tier'].map((name) => makeField({ name, type: 'text' })),
  })
  const seen = { ...base, phone: 'mine, and refused' } as CrmRecord
  const current = { ...base, version: 2, name: 'Theirs' } as CrmRecord
  const conflict = { object, base: seen, mine: { 'custom.tier': 'iron' }, current, contested: ['custom.tier'] }
  const told = (own: string[]) => othersChanges({ ...conflict, own: new Set(own) }).map(({ name }) => name)
  expect(told([])).toEqual(['name', 'phone'])
  expect(told(['phone'])).toEqual(['name'])
})
