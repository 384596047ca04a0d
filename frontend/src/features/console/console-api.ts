import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/operator-schema'

type Schemas = components['schemas']
export type Tenant = Schemas['Tenant']
export type TenantSummary = Schemas['TenantSummary']
export type NewTenant = Schemas['NewTenant']
export type MadeTenant = Schemas['NewlyMadeTenant']
export type TenantChoices = Schemas['TenantChoices']
export type PlanOffer = Schemas['OfferedToTenant']
type TenantPage = Schemas['TenantList']

/** What the list shows, as it stands in the address. */
export interface TenantFilter {
  q?: string | undefined
  state?: string | undefined
  plan?: string | undefined
  schema_state?: string | undefined
  behind?: true | undefined
  sort?: string | undefined
}

const PAGE = 100
const POLL_MS = 1000

export const tenantsQuery = ({ q, ...filter }: TenantFilter) =>
  infiniteQueryOptions({
    queryKey: ['console', 'tenants', { q, ...filter }],
    queryFn: ({ pageParam, signal }) =>
      get<TenantPage>('/operator/tenants/', { search: q, ...filter, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** Asked again every second while the tenant is being made. */
export const tenantQuery = (slug: string) =>
  queryOptions({
    queryKey: ['console', 'tenant', slug],
    queryFn: ({ signal }) => get<Tenant>(`/operator/tenants/${slug}/`, undefined, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'provisioning' ? POLL_MS : false),
  })

export const tenantChoicesQuery = queryOptions({
  queryKey: ['console', 'tenant-choices'],
  queryFn: ({ signal }) => get<TenantChoices>('/operator/tenant-choices/', undefined, signal),
})

/** An address typed, or one proposed for a company's name. */
export const addressQuery = (asked: { slug: string } | { name: string }) =>
  queryOptions({
    queryKey: ['console', 'tenant-address', asked],
    queryFn: ({ signal }) => get<Schemas['TenantAddress']>('/operator/tenant-addresses/', asked, signal),
    staleTime: 0,
  })

interface Write {
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  path: string
  body?: unknown
}

/** A write under /operator/; whatever the console shows is read again afterwards. A second click while it is under way does nothing. */
export function useConsoleWrite<T = unknown>() {
  const client = useQueryClient()
  const underWay = useRef(false)
  const mutation = useMutation({
    mutationFn: async ({ method, path, body }: Write) =>
      (await request<T>(method, `/operator${path}`, body === undefined ? {} : { body })).data,
    onSuccess: () => void client.invalidateQueries({ queryKey: ['console'] }),
    onSettled: () => {
      underWay.current = false
    },
  })
  const { mutate } = mutation
  const once = useCallback<typeof mutate>(
    (...given) => {
      if (underWay.current) return
      underWay.current = true
      mutate(...given)
    },
    [mutate],
  )
  return { ...mutation, mutate: once }
}
