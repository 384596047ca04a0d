import { describe, expect, test } from 'vitest'
import { makeField } from '@/test/factories'
import { problemOf, problemsOf } from './validate'

describe('what is wrong with a value', () => {
  test.each([
    ['email', 'nope', 'This is not an e-mail address.'],
    ['email', 'a@b.co', null],
    ['url', 'javascript:alert(1)', 'This is not a web address.'],
    ['url', 'example.com/a', null],
    ['phone', 'call me', 'This is not a phone number.'],
    ['phone', '+49 30 1234', null],
    ['integer', 1.5, 'Enter a whole number.'],
    ['number', 1.5, null],
    ['date', '2026-1-1', 'Enter a date.'],
    ['money', { amount: 1.5, currency: 'EUR' }, 'Enter an amount.'],
    ['emails', [{ value: 'x', label: '' }], '“x” is not an e-mail address.'],
  ] as const)('%s %s', (type, value, message) => {
    expect(problemOf(makeField({ name: 'f', type }), value as never)).toBe(message)
  })
  test('a required field must be filled; false and zero are values', () => {
    const field = makeField({ name: 'f', label: 'Name', type: 'text', required: true })
    expect(problemOf(field, '')).toBe('Name is required.')
    expect(problemOf(makeField({ name: 'f', type: 'boolean', required: true }), false)).toBeNull()
    expect(problemOf(makeField({ name: 'f', type: 'integer', required: true }), 0)).toBeNull()
  })
  test('a text is not longer than the field', () =>
    expect(problemOf(makeField({ name: 'f', type: 'text', max_length: 3 }), 'four')).toBe(
      'Use at most 3 characters; this has 4.',
    ))
  test('a probability is a percentage', () =>
    expect(problemOf(makeField({ name: 'probability', type: 'integer' }), 101)).toBe('Enter a number from 0 to 100.'))
})

test('all problems are told at once, by field', () => {
  const fields = [
    makeField({ name: 'name', label: 'Name', type: 'text', required: true }),
    makeField({ name: 'custom.tier', label: 'Tier', type: 'picklist', required: true }),
    makeField({ name: 'phone', type: 'phone' }),
  ]
  expect(problemsOf(fields, { phone: '1' })).toEqual({ name: 'Name is required.', 'custom.tier': 'Tier is required.' })
})
