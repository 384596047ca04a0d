import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { request } from '@/shared/api/http'
import { useDebounced } from '@/shared/lib/use-debounced'
import type { CheckedField, Rollup } from './settings-api'

interface Tried {
  object: string
  type: 'formula' | 'rollup'
  id: string | null
  expression?: string
  rollup?: Partial<Rollup>
}

/** What the server says about a formula or roll-up while it is written. */
export function useCheck(tried: Tried, isReady: boolean) {
  const text = useDebounced(isReady ? JSON.stringify(tried) : '', 300)
  return useQuery({
    queryKey: ['field-check', text],
    queryFn: async () => (await request<CheckedField>('POST', '/fields/check/', { body: JSON.parse(text) })).data,
    enabled: text !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    retry: false,
  })
}
