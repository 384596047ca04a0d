import { queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/operator-schema'

type Schemas = components['schemas']
export type TenantBilling = Schemas['TenantBilling']
export type StripeEvent = Schemas['StripeEvent']

export interface Granted {
  [limit: string]: number | null | Record<string, boolean> | undefined
  features?: Record<string, boolean>
}

export const billingQuery = (slug: string) =>
  queryOptions({
    queryKey: ['console', 'tenant', slug, 'billing'],
    queryFn: ({ signal }) => get<TenantBilling>(`/operator/tenants/${slug}/billing/`, undefined, signal),
  })
