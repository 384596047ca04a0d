import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import { recordKeys } from '@/shared/api/records'
import type { CrmRecord, ObjectType, Page } from '@/shared/api/types'

export const MOST_MERGED = 5

export const mayMerge = (object: ObjectType) =>
  object.features.includes('merge') && object.permissions.update && object.permissions.delete

/** Only where somebody may see by what they are found. */
export const hasDuplicates = (object: ObjectType) => object.features.includes('duplicates') && mayMerge(object)

export interface Merge {
  survivor: string
  others: string[]
  /** Field → the record whose value is taken. */
  values?: Record<string, string>
  versions?: Record<string, number>
}

export interface Merged {
  record: CrmRecord
  undo: string | null
}

export const mergeRecords = async (object: string, merge: Merge) =>
  (
    await request<Merged>('POST', `/${object}/merge/`, {
      body: merge,
      headers: { 'Idempotency-Key': crypto.randomUUID() },
    })
  ).data

export interface MergePreview {
  moves: { object: string; label: string; count: number }[]
  attached: Record<string, number>
}

export const mergePreviewQuery = (object: string, { survivor, others }: Merge) =>
  queryOptions({
    queryKey: [...recordKeys.object(object), 'merge', survivor, others],
    queryFn: async ({ signal }) => {
      const body = { survivor, others, dry_run: true }
      return (await request<MergePreview>('POST', `/${object}/merge/`, { body, signal })).data
    },
    staleTime: 0,
    retry: false,
  })

export interface DuplicateGroup {
  fields: string[]
  /** Of two with nearly the same name, in per cent. */
  similarity: number | null
  count: number
  records: CrmRecord[]
}

export const duplicatesQuery = (object: string) =>
  infiniteQueryOptions({
    queryKey: [...recordKeys.object(object), 'duplicates'],
    queryFn: ({ pageParam, signal }) =>
      get<Page<DuplicateGroup>>(`/${object}/duplicates/`, { cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const tellApart = (object: string, ids: string[], different: boolean) =>
  request<undefined>('POST', `/${object}/duplicates/`, { body: { ids, different } })
