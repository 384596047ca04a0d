import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { Reference } from '@/shared/api/types'

export interface Favourite {
  object: string
  id: string
  name: string | null
}

export interface Interest {
  following: boolean
  favourite: boolean
  followers: Reference[]
}

export const favouritesQuery = queryOptions({
  queryKey: ['favourites'],
  queryFn: async ({ signal }) => (await get<{ results: Favourite[] }>('/favourites/', undefined, signal)).results,
  staleTime: 60_000,
})

export const interestQuery = (object: string, id: string) =>
  queryOptions({
    queryKey: ['interest', object, id],
    queryFn: ({ signal }) => get<Interest>(`/${object}/${id}/interest/`, undefined, signal),
  })

export type Change = Partial<Pick<Interest, 'following' | 'favourite'>>

export const changeInterest = async (object: string, id: string, change: Change) =>
  (await request<Interest>('PATCH', `/${object}/${id}/interest/`, { body: change })).data

/** Shown in the new order at once, and put back when the server refuses. */
export async function orderFavourites(client: QueryClient, order: Favourite[]) {
  client.setQueryData(favouritesQuery.queryKey, order)
  try {
    await request('PUT', '/favourites/', { body: { order: order.map((one) => one.id) } })
  } finally {
    client.invalidateQueries({ queryKey: favouritesQuery.queryKey })
  }
}
