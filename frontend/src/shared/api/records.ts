import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get, request } from './http'
import type { CrmRecord, Filter, Page } from './types'

export interface ListParams {
  filter?: Filter | undefined
  sort?: string | undefined
  search?: string | undefined
  fields?: string | undefined
  trash?: boolean | undefined
  limit?: number | undefined
}

const queryOf = ({ filter, ...rest }: ListParams) => ({
  ...rest,
  filter: filter ? JSON.stringify(filter) : undefined,
})

export const recordKeys = {
  object: (object: string) => ['records', object] as const,
  list: (object: string, params: ListParams) => ['records', object, 'list', params] as const,
  one: (object: string, id: string) => ['records', object, 'one', id] as const,
}

export const listQuery = (object: string, params: ListParams) =>
  infiniteQueryOptions({
    queryKey: recordKeys.list(object, params),
    queryFn: ({ pageParam, signal }) =>
      get<Page<CrmRecord>>(`/${object}/`, { ...queryOf(params), cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** One short page, for pickers and related lists. */
export const pageQuery = (object: string, params: ListParams) =>
  queryOptions({
    queryKey: [...recordKeys.list(object, params), 'page'],
    queryFn: ({ signal }) => get<Page<CrmRecord>>(`/${object}/`, queryOf(params), signal),
    placeholderData: keepPreviousData,
  })

export const recordQuery = (object: string, id: string) =>
  queryOptions({
    queryKey: recordKeys.one(object, id),
    queryFn: ({ signal }) => get<CrmRecord>(`/${object}/${id}/`, undefined, signal),
  })

export const createRecord = async (object: string, values: Record<string, unknown>) =>
  (
    await request<CrmRecord>('POST', `/${object}/`, {
      body: values,
      headers: { 'Idempotency-Key': crypto.randomUUID() },
    })
  ).data

export interface Saved {
  record: CrmRecord
  undo: string | null
}

/** Sends the changed fields only; with `version`, the server refuses (412) when someone else was faster. */
export async function updateRecord(
  object: string,
  id: string,
  values: Record<string, unknown>,
  version?: number,
): Promise<Saved> {
  const headers: Record<string, string> = version === undefined ? {} : { 'If-Match': `"${version}"` }
  const { data, headers: answered } = await request<CrmRecord>('PATCH', `/${object}/${id}/`, { body: values, headers })
  return { record: data, undo: answered.get('Undo-Token') }
}

export const deleteRecord = async (object: string, id: string) =>
  (await request<{ id: string; undo: string }>('DELETE', `/${object}/${id}/`)).data

export const restoreRecord = async (object: string, id: string) =>
  (await request<CrmRecord>('POST', `/${object}/${id}/restore/`)).data

/** Out of the Trash for ever. */
export const purgeRecord = async (object: string, id: string) => {
  await request<undefined>('POST', `/${object}/${id}/purge/`)
}

export interface BulkAnswer {
  undo?: string
  job?: string | null
  count?: number
}

export const bulk = async (object: string, body: { action: 'delete' | 'restore'; ids: string[] }) =>
  (await request<BulkAnswer>('POST', `/${object}/bulk/`, { body })).data

export interface Undone {
  undone: true
  object: string
  ids: string[]
}

export const undo = async (token: string) => (await request<Undone>('POST', `/undo/${token}/`)).data

/** The resources behind the API's index that this user may use. */
export const indexQuery = queryOptions({
  queryKey: ['index'],
  queryFn: ({ signal }) => get<Record<string, unknown>>('/', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})
