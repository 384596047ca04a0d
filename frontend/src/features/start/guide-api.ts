import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import { HomeGuide } from './guide-part'

type Schemas = components['schemas']
export type Guide = Schemas['Guide']
export type StepKey = Schemas['GuideStep']['key']

/** Whether the home page begins with it. */
export const isOnHome = ({ visible, samples }: Guide) => visible || samples > 0

/** Settles once what shows it is here, too, so that the home page is drawn once. */
export const guideQuery = queryOptions({
  queryKey: ['guide'],
  queryFn: async ({ signal }) => {
    const guide = await get<Guide>('/guide/', undefined, signal)
    if (isOnHome(guide)) await HomeGuide.begin().catch(() => undefined)
    return guide
  },
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
