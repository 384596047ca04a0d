import { expect, test } from 'vitest'
import { formatSort, parseSort, toggleSort } from './sorting'

const click = (sort: string, field: string, shift = false) => formatSort(toggleSort(parseSort(sort), field, shift))

test('a click sorts up, down, and not at all', () => {
  expect([click('', 'name'), click('name', 'name'), click('-name', 'name')]).toEqual(['name', '-name', ''])
})

test('another column takes over, or joins with Shift', () => {
  expect(click('-amount', 'name')).toBe('name')
  expect(click('-amount', 'name', true)).toBe('-amount,name')
  expect(click('-amount,name', 'name', true)).toBe('-amount,-name')
  expect(click('-amount,-name', 'name', true)).toBe('-amount')
})
