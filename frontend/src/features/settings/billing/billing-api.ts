import { queryOptions, useMutation } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'

type Schemas = components['schemas']
export type Usage = Schemas['LimitUsage']
export type OfferedPlan = Schemas['OfferedPlan']
export type Subscription = Schemas['Subscription']
export type Invoice = Schemas['Invoice']
export type PlanPreview = Schemas['PlanPreview']
export type Interval = 'month' | 'year'

export const invoicesQuery = queryOptions({
  queryKey: ['settings', 'billing', 'invoices'],
  queryFn: ({ signal }) => get<{ results: Invoice[] }>('/billing/invoices/', undefined, signal),
})

/** What changing to the plan would cost; asked anew each time, it depends on the moment. */
export const previewQuery = (plan: string, interval: Interval) =>
  queryOptions({
    queryKey: ['settings', 'billing', 'preview', plan, interval],
    queryFn: async () => (await request<PlanPreview>('POST', '/billing/preview/', { body: { plan, interval } })).data,
    gcTime: 0,
    staleTime: 0,
    retry: false,
  })

/** Leaves for a page of Stripe's: to subscribe, or to manage how it is paid. */
export function useStripePage() {
  return useMutation({
    mutationFn: async (page: { path: '/billing/checkout/' | '/billing/portal/'; body?: unknown }) =>
      (await request<{ url: string }>('POST', page.path, page.body === undefined ? {} : { body: page.body })).data,
    onSuccess: ({ url }) => window.location.assign(url),
  })
}
