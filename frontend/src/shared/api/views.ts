import { queryOptions } from '@tanstack/react-query'
import { get, request } from './http'
import type { SavedView, ViewColumn } from './types'

export interface Views {
  results: SavedView[]
  /** One's own columns of the plain list. */
  columns: ViewColumn[] | null
}

export const viewsKey = (object: string) => ['views', object] as const

export const viewsQuery = (object: string) =>
  queryOptions({
    queryKey: viewsKey(object),
    queryFn: ({ signal }) => get<Views>('/views/', { object }, signal),
    staleTime: 60_000,
  })

export type ViewValues = Partial<
  Pick<
    SavedView,
    'name' | 'kind' | 'filter' | 'search' | 'sort' | 'columns' | 'group_by' | 'pipeline' | 'shared' | 'is_default'
  >
> & { team?: string | null }

export const createView = async (object: string, values: ViewValues) =>
  (await request<SavedView>('POST', '/views/', { body: { object, ...values } })).data

export const updateView = async (id: string, values: ViewValues) =>
  (await request<SavedView>('PATCH', `/views/${id}/`, { body: values })).data

export const deleteView = async (id: string) => void (await request('DELETE', `/views/${id}/`))

export const restoreView = async (id: string) => (await request<SavedView>('POST', `/views/${id}/restore/`)).data

export const keepColumns = async (object: string, view: string | null, columns: ViewColumn[] | null) =>
  void (await request('PUT', '/views/columns/', { body: { object, view, columns }, keepalive: true }))
