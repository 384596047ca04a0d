import { describe, expect, test } from 'vitest'
import { makeField, makeObject } from '@/test/factories'
import { doubled, missingRequired, sentMapping, suggestedMapping, targetsOf, withSuggested } from './mapping'

const object = makeObject({
  fields: [
    makeField({ name: 'last_name', label: 'Last name', type: 'text', required: true }),
    makeField({ name: 'account', label: 'Account', type: 'reference', reference: { object: 'accounts' } }),
    makeField({ name: 'addresses', label: 'Addresses', type: 'addresses' }),
    makeField({ name: 'created_at', type: 'datetime', read_only: true }),
  ],
})
const preview = {
  file_name: 'a.csv',
  rows: 1,
  object: 'contacts',
  columns: [
    { name: 'Name', samples: [], suggested: 'name' },
    { name: 'Company', samples: [], suggested: 'account.external_id' },
    { name: 'Item', samples: [], suggested: ['product', 'product.quantity'] },
    { name: 'Junk', samples: [], suggested: null },
  ],
}

test('a part of one of several addresses is called in words, the main one by its part alone', () => {
  const columns = [
    { name: 'Ort', samples: [], suggested: 'addresses.main.city' },
    { name: 'Liefer-PLZ', samples: [], suggested: 'addresses.shipping.postal_code' },
  ]
  const mapping = suggestedMapping({ ...preview, columns })
  expect(mapping).toEqual({ Ort: 'addresses.city', 'Liefer-PLZ': 'addresses.shipping.postal_code' })
  const targets = withSuggested(targetsOf(object, 'contacts'), Object.values(mapping), object)
  expect(targets.find((target) => target.value === 'addresses.shipping.postal_code')?.label).toBe(
    'Addresses: postal code (shipping)',
  )
})

test('only writable fields are targets; an address comes in parts', () => {
  const values = targetsOf(object, 'contacts').map((target) => target.value)
  expect(values).toContain('addresses.city')
  expect(values).not.toContain('created_at')
})

test('suggested paths beyond the standard are offered by a readable name', () => {
  const targets = withSuggested(targetsOf(object, 'contacts'), ['account.external_id', null], object)
  expect(targets.at(-1)).toEqual({ value: 'account.external_id', label: 'Account: external id' })
})

test('a column that fills several fields keeps them', () => {
  const mapping = suggestedMapping(preview)
  expect(sentMapping(mapping)).toEqual({
    Name: 'name',
    Company: 'account.external_id',
    Item: ['product', 'product.quantity'],
  })
})

describe('warnings', () => {
  test('two columns for one field', () => {
    expect([...doubled({ a: 'name', b: 'name', c: null, d: null })]).toEqual(['name'])
  })
  test('a required field that nothing fills; a full name fills the last name', () => {
    expect(missingRequired(object, { a: 'account' })).toEqual(['Last name'])
    expect(missingRequired(object, { a: 'name' })).toEqual([])
  })
})
