import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'

export interface SearchGroup {
  object: string
  label: string
  results: { id: string; name: string; detail: string | null }[]
}

export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', text],
    queryFn: async ({ signal }) =>
      (await get<{ groups: SearchGroup[] }>('/search/', { q: text, limit: 6 }, signal)).groups,
    enabled: text.length > 1,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
