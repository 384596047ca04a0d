import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import type { Page } from '@/shared/api/types'

type Schemas = components['schemas']
export type HistoryEntry = Schemas['HistoryEntry']
export type HistoryDetail = Schemas['HistoryDetail']

export const historyQuery = (everyone: boolean) =>
  infiniteQueryOptions({
    queryKey: ['history', everyone],
    queryFn: ({ pageParam, signal }) =>
      get<Page<HistoryEntry>>('/history/', { everyone: everyone || undefined, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

export const historyDetailQuery = (id: string) =>
  queryOptions({
    queryKey: ['history', 'one', id],
    queryFn: ({ signal }) => get<HistoryDetail>(`/history/${id}/`, undefined, signal),
    staleTime: 0,
  })

/** Takes an action back; an import goes back in the background. */
export async function takeBack({ entry, skip }: { entry: HistoryEntry; skip: boolean }) {
  if (entry.kind === 'import') await request('POST', `/imports/${entry.id}/undo/`)
  else await request('POST', `/undo/${entry.id}/`, { body: { skip_conflicts: skip } })
}
