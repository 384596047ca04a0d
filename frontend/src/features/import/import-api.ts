import { queryOptions } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import type { Page } from '@/shared/api/types'

type Schemas = components['schemas']
export type ImportJob = Schemas['Import']
export type ImportSummary = Schemas['ImportSummary']
export type ImportNotice = Schemas['ImportNotice']
export type ImportStateName = ImportJob['state']

export interface PreviewColumn {
  name: string
  samples: string[]
  /** A field's path, or several that one column fills. */
  suggested: string | string[] | null
  /** The label of the field that it seems to mean and one only reads. */
  only_read?: string | null
}
export type Preview = Omit<Schemas['ImportPreview'], 'columns'> & { columns: PreviewColumn[] }

/** How the file is read, where what was found by itself is wrong. */
export interface Reading {
  sheet?: string
  encoding?: string
}

export interface ImportOptions extends Reading {
  dry_run: boolean
  create_missing: boolean
  dedupe: 'update' | 'skip' | 'create'
  currency: string
  /** By what the numbers of a column are multiplied: a file may count in thousands. */
  multiply: Record<string, number>
}

interface HowToPreview {
  /** What the records are, where that was said. */
  object: string | undefined
  /** What they are taken for where nothing in the file speaks for an object. */
  otherwise: string | undefined
  reading: Reading
}

export async function previewFile(file: File, { object, otherwise, reading }: HowToPreview): Promise<Preview> {
  const form = new FormData()
  form.set('file', file)
  if (object) form.set('object', object)
  form.set('options', JSON.stringify(reading))
  const { data } = await request<Preview>('POST', '/imports/preview/', { body: form })
  if (data.object || object || !otherwise) return data
  return previewFile(file, { object: otherwise, otherwise, reading })
}

export async function startImport(
  file: File,
  object: string,
  mapping: Record<string, string | string[]>,
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

/** Takes back what an import created and changed; itself a job that one can follow. */
export const undoImport = async (id: string) => (await request<ImportJob>('POST', `/imports/${id}/undo/`)).data

export const isOver = ({ state, phase }: Pick<ImportJob, 'state' | 'phase'>) =>
  state !== 'queued' && state !== 'running' && phase !== 'undoing'

const POLL_MS = 700

/** Follows a running import until it is over. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => get<ImportJob>(`/imports/${id}/`, undefined, signal),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : POLL_MS),
  })

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: async ({ signal }) => (await get<Page<ImportSummary>>('/imports/', undefined, signal)).results,
})
