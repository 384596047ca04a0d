import { queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/operator-schema'

type Schemas = components['schemas']
export type FeatureFlag = Schemas['FeatureFlag']

export const flagsQuery = queryOptions({
  queryKey: ['console', 'feature-flags'],
  queryFn: ({ signal }) => get<Schemas['FeatureFlags']>('/operator/feature-flags/', undefined, signal),
})
