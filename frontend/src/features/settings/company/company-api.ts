import { useLingui } from '@lingui/react/macro'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'

export type Company = components['schemas']['Company']
export type ExchangeRate = components['schemas']['ExchangeRate']

export const companyQuery = queryOptions({
  queryKey: ['settings', 'company'],
  queryFn: ({ signal }) => get<Company>('/company/', undefined, signal),
})

interface RatePage {
  results: ExchangeRate[]
  next: string | null
}

export const ratesQuery = (currency: string) =>
  infiniteQueryOptions({
    queryKey: ['settings', 'exchange-rates', currency],
    queryFn: ({ signal, pageParam }) =>
      get<RatePage>('/exchange-rates/', { currency: currency || undefined, cursor: pageParam || undefined }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })

/** Puts the picture in the former logo's place; null takes it away. */
export function useLogo() {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (file: File | null) => {
      if (!file) return request<Company>('DELETE', '/company/logo/')
      const body = new FormData()
      body.set('file', file)
      return request<Company>('PUT', '/company/logo/', { body })
    },
    onSuccess: () => {
      forgetFailure('logo')
      client.invalidateQueries({ queryKey: companyQuery.queryKey })
      client.invalidateQueries({ queryKey: ['me'] })
    },
    onError: (error) => tellFailure('logo', t`Not saved`, error),
  })
}
