import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { get } from './http'
import type { Flag, Me } from './types'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => get<Me>('/me/', undefined, signal),
  staleTime: 5 * 60_000,
})

/** The signed-in user; only under the authenticated routes, which load it before they render. */
export const useMe = () => useSuspenseQuery(meQuery).data

/** Whether a feature is switched on for this workspace. */
export const useFlag = (flag: Flag) => useMe().flags?.includes(flag) ?? false

export const useRight = (right: string) => useMe().rights.includes(right)
