import { queryOptions } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { Page, Reference } from '@/shared/api/types'

export interface Preview {
  file_name: string
  format: string
  encoding: string | null
  delimiter: string | null
  rows: number
  columns: { name: string; samples: string[]; suggested: string | null }[]
  object: string | null
}

export type ImportStateName = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export interface ImportCounts {
  created: number
  updated: number
  unchanged: number
  skipped: number
  failed: number
}

export interface ImportNotice {
  code: string
  column: string | null
  message: string
  count: number
  examples: unknown[]
}

export interface ImportProblem {
  row: number | null
  column: string | null
  value: string | null
  reason: string
}

export interface ImportJob {
  id: string
  object: string
  file_name: string
  state: ImportStateName
  progress: { done: number; total: number } | null
  counts: ImportCounts
  notices: ImportNotice[]
  errors: ImportProblem[]
  error_count: number
  error_file: string | null
  created_at: string
  finished_at: string | null
  created_by: Reference | null
  options?: { dry_run?: boolean }
}

export interface ImportOptions {
  dry_run: boolean
  create_missing: boolean
  dedupe: 'update' | 'skip' | 'create'
  currency: string
}

export async function previewFile(file: File, object?: string): Promise<Preview> {
  const form = new FormData()
  form.set('file', file)
  if (object) form.set('object', object)
  return (await request<Preview>('POST', '/imports/preview/', { body: form })).data
}

export async function startImport(
  file: File,
  object: string,
  mapping: Record<string, string>,
  options: ImportOptions,
): Promise<ImportJob> {
  const form = new FormData()
  form.set('file', file)
  form.set('object', object)
  form.set('mapping', JSON.stringify(mapping))
  form.set('options', JSON.stringify(options))
  return (await request<ImportJob>('POST', '/imports/', { body: form })).data
}

export const cancelImport = async (id: string) => (await request<ImportJob>('POST', `/imports/${id}/cancel/`)).data

export const isOver = (state: ImportStateName) => state !== 'queued' && state !== 'running'

const POLL_MS = 700

/** Follows a running import until it is over. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => get<ImportJob>(`/imports/${id}/`, undefined, signal),
    refetchInterval: ({ state }) => (state.data && isOver(state.data.state) ? false : POLL_MS),
  })

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: async ({ signal }) => (await get<Page<ImportJob>>('/imports/', undefined, signal)).results,
})
