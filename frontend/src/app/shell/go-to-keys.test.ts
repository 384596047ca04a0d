import { expect, test } from 'vitest'
import { goToKeys } from './go-to-keys'

test('every object has a letter of its own, none of them taken by the app', () => {
  const names = ['accounts', 'contacts', 'leads', 'opportunities', 'products', 'activities', 'cases']
  const keys = goToKeys(names)
  expect(keys.get('contacts')).toBe('c')
  expect(new Set(keys.values()).size).toBe(names.length)
  for (const reserved of ['s', 'i', 'b', 'h']) expect([...keys.values()]).not.toContain(reserved)
})
