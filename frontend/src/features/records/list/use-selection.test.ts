import { act, renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useSelection } from './use-selection'

const IDS = ['a', 'b', 'c', 'd', 'e']
const begun = () => renderHook(() => useSelection(IDS, 'leads')).result

function walk(result: ReturnType<typeof begun>, way: string) {
  for (const [index, to] of [...way].entries()) {
    if (index > 0) act(() => result.current.stretch(way[index - 1], to))
  }
}
const marked = (result: ReturnType<typeof begun>) => [...result.current.marked.ids].sort().join('')

test('rows are marked one after the other, the first one too', () => {
  const result = begun()
  walk(result, 'bcd')
  expect(marked(result)).toBe('bcd')
})

test('the way back takes the marks off again, and beyond the beginning marks anew', () => {
  const result = begun()
  walk(result, 'cdedcba')
  expect(marked(result)).toBe('abc')
})

test('another row begins another range, and what was marked stays', () => {
  const result = begun()
  walk(result, 'ab')
  walk(result, 'ed')
  expect(marked(result)).toBe('abde')
})

test('a range meets one that was marked before and goes through it', () => {
  const result = begun()
  act(() => result.current.toggle('c'))
  walk(result, 'abcd')
  expect(marked(result)).toBe('abcd')
})

test('it goes on from a row that was marked by itself, and is the beginning of a range with Shift and x', () => {
  const result = begun()
  act(() => result.current.toggle('b'))
  walk(result, 'bc')
  act(() => result.current.toggle('e', true))
  expect(marked(result)).toBe('bcde')
})

test('where all are marked that the list finds, all stay so', () => {
  const result = begun()
  act(() => result.current.markAll())
  walk(result, 'abcba')
  expect(result.current.marked).toEqual({ all: true, ids: new Set() })
})
