import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { get } from './http'
import type { ObjectType, Page } from './types'

export const catalogueQuery = queryOptions({
  queryKey: ['objects'],
  queryFn: async ({ signal }) => (await get<Page<ObjectType>>('/objects/', undefined, signal)).results,
  staleTime: 5 * 60_000,
})

/** Every object that this user may see, with its fields. */
export const useCatalogue = () => useSuspenseQuery(catalogueQuery).data

export function useObject(name: string) {
  const objects = useCatalogue()
  return useMemo(() => objects.find((object) => object.name === name), [objects, name])
}
