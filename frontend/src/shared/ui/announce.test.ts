import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { announce } from './announce'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const told = () => [...document.querySelectorAll('[data-announcer] > *')].map((one) => one.textContent)

it('tells all of what happens at once, and the same twice', () => {
  announce('Moved to Proposal')
  announce('New notifications')
  vi.advanceTimersByTime(100)
  announce('Moved to Proposal')
  vi.advanceTimersByTime(100)
  expect(told()).toEqual(['Moved to Proposal', 'New notifications', 'Moved to Proposal'])
  vi.advanceTimersByTime(60_000)
  expect(told()).toEqual([])
})
