import { expect, test } from 'vitest'
import { fieldValue, sameValue, toPayload, withValue } from './record-value'

test('custom fields are read and changed under their path', () => {
  const record = { id: 'a', custom: { tier: 'gold' } }
  expect(fieldValue(record, 'custom.tier')).toBe('gold')
  expect(withValue(record, 'custom.tier', 'silver').custom).toEqual({ tier: 'silver' })
  expect(record.custom.tier).toBe('gold')
})

test('a payload sends references as ids and custom fields nested', () => {
  expect(
    toPayload({ name: 'Deal', account: { id: 'a1', name: 'Acme' }, 'custom.tier': null, left: undefined }),
  ).toEqual({ name: 'Deal', account: 'a1', custom: { tier: null } })
})

test('values are the same when a person would call them so', () => {
  expect(sameValue(null, '')).toBe(true)
  expect(sameValue({ id: 'a', name: 'Old' }, { id: 'a', name: 'New' })).toBe(true)
  expect(sameValue({ amount: 1, currency: 'EUR' }, { amount: 1, currency: 'USD' })).toBe(false)
})
