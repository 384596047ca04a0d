import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'

type Schemas = components['schemas']
export type Guide = Schemas['Guide']
export type StepKey = Schemas['GuideStep']['key']

export const guideQuery = queryOptions({
  queryKey: ['guide'],
  queryFn: ({ signal }) => get<Guide>('/guide/', undefined, signal),
})

interface GuideChange {
  steps?: Partial<Record<StepKey, 'skipped' | 'done' | null>>
  dismissed?: boolean
}

/** Skips and confirms steps, puts the guide away and brings it back. */
export function useGuideChange() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (change: GuideChange) => (await request<Guide>('PATCH', '/guide/', { body: change })).data,
    onSuccess: (guide) => client.setQueryData(guideQuery.queryKey, guide),
  })
}

export function useTemplate() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (template: string) =>
      (await request<Guide>('POST', '/guide/pipeline/', { body: { template } })).data,
    onSuccess: async (guide) => {
      client.setQueryData(guideQuery.queryKey, guide)
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'guide' })
    },
  })
}
