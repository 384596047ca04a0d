import { expect, test } from 'vitest'
import type { Announced } from '@/shared/api/types'
import { nextChange, shownAt } from './announced'

const at = (hour: number) => Date.UTC(2026, 10, 28, hour)
const announced = (id: string, from: number, until: number) =>
  ({ id, shown_from: new Date(at(from)).toISOString(), shown_until: new Date(at(until)).toISOString() }) as Announced

const both = [announced('long', 8, 20), announced('short', 10, 12)]

test('only what is told at this moment is shown', () => {
  const shown = (hour: number) => shownAt(both, at(hour)).map(({ id }) => id)
  expect(shown(7)).toEqual([])
  expect(shown(8)).toEqual(['long'])
  expect(shown(11)).toEqual(['long', 'short'])
  expect(shown(12)).toEqual(['long'])
  expect(shown(20)).toEqual([])
})

test('the next change is the nearest beginning or end, and never further than a timer reaches', () => {
  expect(nextChange(both, at(7))).toBe(at(8))
  expect(nextChange(both, at(10))).toBe(at(12))
  expect(nextChange(both, at(20))).toBeUndefined()
  expect(nextChange([announced('far', 0, 24 * 300)], at(1))).toBe(at(1) + 20 * 86_400_000)
})
