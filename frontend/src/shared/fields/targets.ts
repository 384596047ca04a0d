import { queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { CrmRecord, Page } from '@/shared/api/types'
import { fieldValue } from '@/shared/lib/record-value'

/** References may lead to these settings resources instead of to objects. */
const RESOURCES = new Set(['users', 'pipelines', 'stages', 'teams'])

export const isObjectTarget = (target: string) => target !== '' && !RESOURCES.has(target)

export interface Option {
  id: string
  name: string
  detail?: string | undefined
}

export interface PipelineStage {
  id: string
  name: string
  category: 'open' | 'won' | 'lost'
  probability: number
  color: string
  position: number
  required_fields?: string[]
  rots_after: number | null
  /** Nothing may enter it any more. */
  retired?: boolean
}

export interface Pipeline {
  id: string
  name: string
  position: number
  is_default: boolean
  won_reasons: string[]
  lost_reasons: string[]
  stages: PipelineStage[]
}

export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  queryFn: async ({ signal }) => (await get<Page<Pipeline>>('/pipelines/', undefined, signal)).results,
  staleTime: 60_000,
})

const SHOWN = 20

async function optionsOf(target: string, titleField: string, text: string, signal: AbortSignal): Promise<Option[]> {
  if (target === 'pipelines') return (await get<Page<Pipeline>>('/pipelines/', undefined, signal)).results
  const isObject = isObjectTarget(target)
  const page = await get<Page<CrmRecord>>(
    `/${target}/`,
    { search: text, limit: SHOWN, ...(isObject ? { fields: `id,${titleField}` } : {}) },
    signal,
  )
  return page.results
    .filter((record) => record.active !== false)
    .slice(0, SHOWN)
    .map((record) => ({
      id: record.id,
      name: String(fieldValue(record, isObject ? titleField : 'name') ?? ''),
      detail: target === 'users' ? String(record.email ?? '') : undefined,
    }))
}

/** What a reference to `target` may be set to, as far as it matches the text. */
export const optionsQuery = (target: string, titleField: string, text: string) =>
  queryOptions({
    queryKey: ['options', target, text],
    queryFn: ({ signal }) => optionsOf(target, titleField, text, signal),
    staleTime: 30_000,
  })
