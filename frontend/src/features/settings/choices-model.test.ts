import { expect, test } from 'vitest'
import { choicesOf, linesOf, newLine, pasted, twice } from './choices-model'

const GOLD = { value: 'gold', label: 'Gold', color: 'yellow' }

test('a choice that is renamed keeps its value and its colour', () => {
  const [line] = linesOf([GOLD])
  expect(choicesOf([{ ...(line ?? { key: '', value: null }), label: 'Premium' }])).toEqual([
    { value: 'gold', label: 'Premium', color: 'yellow' },
  ])
})

test('a new choice does not take the value of one that is called otherwise now', () => {
  const lines = [
    { key: 'gold', value: 'gold', label: 'Premium' },
    { key: 'a', value: null, label: ' gold ' },
    { key: 'b', value: null, label: '' },
  ]
  expect(choicesOf(lines)).toEqual([
    { value: 'gold', label: 'Premium' },
    { value: 'gold 2', label: 'gold' },
  ])
})

test('a pasted list gives a choice for each of its lines', () => {
  expect(pasted('Gold\r\n\n Silver \nBronze')).toEqual(['Gold', 'Silver', 'Bronze'])
})

test('one name in two lines is found, in capitals too', () => {
  expect(twice([newLine('Gold'), newLine('Silver'), newLine(' gold')])).toBe('gold')
  expect(twice([newLine('Gold'), newLine(''), newLine('')])).toBeNull()
})
