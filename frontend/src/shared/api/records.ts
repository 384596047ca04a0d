import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { SpreadsheetMarks } from '../lib/spreadsheet-marks'
import { madeHere } from '../offline/waiting'
import { get, request } from './http'
import type { Change, CrmRecord, FieldValue, Filter, Page, RecordGroups } from './types'

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

const ASKED_AT_ONCE = 50

/** The first page of a list, or those of the named records that are in the list. */
export async function listRows(object: string, params: ListParams, ids?: string[]): Promise<Page<CrmRecord>> {
  if (!ids) return get<Page<CrmRecord>>(`/${object}/`, queryOf(params))
  const found: CrmRecord[] = []
  for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
    const named = { field: 'id', op: 'in', value: ids.slice(at, at + ASKED_AT_ONCE) } as const
    const filter = params.filter ? { and: [params.filter, named] } : named
    const page = await get<Page<CrmRecord>>(`/${object}/`, { ...queryOf({ ...params, filter }), limit: ASKED_AT_ONCE })
    found.push(...page.results)
  }
  return { results: found, next: null }
}

/** One page by its cursor: the rows of a group are many such pages. */
export const cursorQuery = (object: string, params: ListParams, cursor: string) =>
  queryOptions({
    queryKey: [...recordKeys.list(object, params), 'at', cursor],
    queryFn: ({ signal }) => get<Page<CrmRecord>>(`/${object}/`, { ...queryOf(params), cursor }, signal),
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
    queryFn: ({ signal }) => madeHere(id) ?? readRecord(object, id, signal),
  })

async function readRecord(object: string, id: string, signal: AbortSignal): Promise<CrmRecord> {
  const { data, headers } = await request<CrmRecord>('GET', `/${object}/${id}/`, { signal })
  const methods = headers.get('Allow')?.split(/,\s*/)
  if (!methods) return data
  const verbs = { update: 'PATCH', delete: 'DELETE' }
  return { ...data, allow: Object.entries(verbs).flatMap(([verb, method]) => (methods.includes(method) ? verb : [])) }
}

/** A record in the Trash, for whoever may see it there. */
export const trashedQuery = (object: string, id: string) =>
  queryOptions({
    queryKey: ['trashed', object, id],
    queryFn: ({ signal }) => get<CrmRecord>(`/${object}/${id}/`, { trash: true }, signal),
    staleTime: 0,
    retry: false,
  })

/** The same key and values again make no second record. */
export const createRecord = async (
  object: string,
  values: Record<string, unknown>,
  key: string = crypto.randomUUID(),
) =>
  (
    await request<CrmRecord>('POST', `/${object}/`, {
      body: values,
      headers: { 'Idempotency-Key': key },
    })
  ).data

export interface Saved {
  record: CrmRecord
  undo: string | null
}

const ifMatch = (version: number | undefined): Record<string, string> =>
  version === undefined ? {} : { 'If-Match': `"${version}"` }

/** Sends the changed fields only; with `version`, the server refuses (412) when someone else was faster. */
export async function updateRecord(
  object: string,
  id: string,
  values: Record<string, unknown>,
  version?: number,
): Promise<Saved> {
  const options = { body: values, headers: ifMatch(version) }
  const { data, headers: answered } = await request<CrmRecord>('PATCH', `/${object}/${id}/`, options)
  return { record: data, undo: answered.get('Undo-Token') }
}

/** To the Trash; with `version`, the server refuses (412) when someone else was faster. */
export const deleteRecord = async (object: string, id: string, version?: number) =>
  (await request<{ id: string; undo: string }>('DELETE', `/${object}/${id}/`, { headers: ifMatch(version) })).data

export const restoreRecord = async (object: string, id: string) =>
  (await request<CrmRecord>('POST', `/${object}/${id}/restore/`)).data

/** Out of the Trash for ever. */
export const purgeRecord = async (object: string, id: string) => {
  await request<undefined>('POST', `/${object}/${id}/purge/`)
}

/** Which records an action is about: named ones, or all that a list shows but some. */
export type Selected = { ids: string[] } | { filter: Filter; search?: string | undefined; exclude?: string[] }

export type BulkAction = 'update' | 'assign' | 'delete' | 'restore'

export interface BulkRequest {
  action: BulkAction
  values?: Record<string, unknown>
  /** Leave out what may not or can not be changed, instead of refusing everything. */
  partial?: boolean
}

interface BulkError {
  id: string
  name?: FieldValue
  errors: { field: string; message: string }[]
}

export interface BulkAnswer {
  count: number
  undo: string | null
  skipped: number
  errors: BulkError[]
  /** The job that does it, when they are many. */
  job: string | null
}

export interface BulkPreview {
  total: number
  count: number
  unchanged: number
  not_allowed: number
  invalid: number
  sample: { id: string; name: FieldValue; changes: Change[] }[]
  errors: BulkError[]
  job: boolean
}

export const bulk = async (object: string, selected: Selected, wanted: BulkRequest) =>
  (await request<BulkAnswer>('POST', `/${object}/bulk/`, { body: { ...wanted, ...selected } })).data

export const previewQuery = (object: string, selected: Selected, wanted: BulkRequest) =>
  queryOptions({
    queryKey: ['bulk-preview', object, selected, wanted],
    queryFn: async ({ signal }) => {
      const body = { ...wanted, ...selected, dry_run: true }
      return (await request<BulkPreview>('POST', `/${object}/bulk/`, { body, signal })).data
    },
    staleTime: 0,
    retry: false,
  })

export interface Job {
  id: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  progress: { done: number; total: number | null }
  error: string
  result: { changed: number; unchanged: number; skipped: number } | null
}

const ENDED = new Set<Job['state']>(['done', 'failed', 'cancelled'])
export const hasEnded = (job: Job | undefined) => job !== undefined && ENDED.has(job.state)

/** Asks again and again until the job has ended. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['jobs', id],
    queryFn: ({ signal }) => get<Job>(`/jobs/${id}/`, undefined, signal),
    refetchInterval: (query) => (hasEnded(query.state.data) ? false : 700),
  })

export const cancelJob = async (id: string) => void (await request('POST', `/jobs/${id}/cancel/`))

export interface GroupQuery {
  group_by: string
  filter?: Filter | undefined
  search?: string | undefined
  sums?: string | undefined
}

export const groupsQuery = (object: string, params: GroupQuery) =>
  queryOptions({
    queryKey: [...recordKeys.object(object), 'groups', params],
    queryFn: ({ signal }) =>
      get<RecordGroups>(
        `/${object}/groups/`,
        { ...params, filter: params.filter ? JSON.stringify(params.filter) : undefined, limit: 500 },
        signal,
      ),
    placeholderData: keepPreviousData,
  })

/** The address of the list as a file; `spreadsheet`: CSV for a program of the reader's country, by its marks. */
export function exportAddress(
  object: string,
  format: 'csv' | 'xlsx' | 'json',
  params: ListParams,
  spreadsheet?: SpreadsheetMarks,
) {
  const search = new URLSearchParams({ format, ...(spreadsheet && { spreadsheet }) })
  for (const [name, value] of Object.entries(queryOf(params)))
    if (value !== undefined && value !== '') search.set(name, String(value))
  return `/api/v1/${object}/export/?${search}`
}

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
