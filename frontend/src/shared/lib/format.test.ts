import { expect, test } from 'vitest'
import { makeFormat } from './format'

test('an estimate is told as one, and no more exactly than it is', () => {
  const format = makeFormat('en-GB', 'Europe/Berlin', 'EUR')
  expect(format.count(9_876)).toBe('9,876')
  expect(format.count(103_517, true)).toBe('≈ 104,000')
})
