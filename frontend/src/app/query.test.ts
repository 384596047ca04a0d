import { QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiProblem } from '@/shared/api/problem'
import { queryClient } from './query'

const refusal = (status: number) => new ApiProblem(status, { title: 'Not available right now' })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  queryClient.clear()
  vi.useRealTimers()
})

function watch(name: string, answer: () => unknown) {
  const queryFn = vi.fn(async () => answer())
  const observer = new QueryObserver(queryClient, { queryKey: [name], queryFn })
  const end = observer.subscribe(() => undefined)
  return { queryFn, observer, end }
}

test('what says that the database is away goes by itself when that is back', async () => {
  let away = true
  const { queryFn, observer, end } = watch('away', () => {
    if (away) throw refusal(503)
    return 'there'
  })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(observer.getCurrentResult().isError).toBe(true)
  await vi.advanceTimersByTimeAsync(60_000)
  // At this moment it may be asking again: when it does is left to chance.
  expect(observer.getCurrentResult().data).toBeUndefined()
  expect(queryFn.mock.calls.length).toBeGreaterThan(5)
  away = false
  await vi.advanceTimersByTimeAsync(20_000)
  expect(observer.getCurrentResult().data).toBe('there')
  const asked = queryFn.mock.calls.length
  await vi.advanceTimersByTimeAsync(25_000)
  expect(queryFn).toHaveBeenCalledTimes(asked)
  end()
})

test.each([403, 404, 500])('a refusal of %i is not asked for again and again', async (status) => {
  const { queryFn, end } = watch(`refused-${status}`, () => {
    throw refusal(status)
  })
  await vi.advanceTimersByTimeAsync(5_000)
  const asked = queryFn.mock.calls.length
  await vi.advanceTimersByTimeAsync(60_000)
  expect(queryFn).toHaveBeenCalledTimes(asked)
  end()
})
