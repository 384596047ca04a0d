import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import type { Page } from '@/shared/api/types'

type Schemas = components['schemas']
export type Webhook = Schemas['Webhook']
export type WebhookWithSecret = Schemas['WebhookWithSecret']
export type ChangedWebhook = Schemas['ChangedWebhook']
export type Delivery = Schemas['WebhookDelivery']
export type EventOffer = Schemas['WebhookEvents']

export const DELIVERY_STATES = ['all', 'waiting', 'delivered', 'dead', 'withheld'] as const
export type StateFilter = (typeof DELIVERY_STATES)[number]

export const offersQuery = queryOptions({
  queryKey: ['settings', 'webhook-events'],
  queryFn: async ({ signal }) => (await get<{ results: EventOffer[] }>('/webhooks/events/', undefined, signal)).results,
})

const SOON_MS = 2_000
const LATER_MS = 5_000

/** Newest first; asked again soon while something waits that is due by now. */
export const deliveriesQuery = (webhook: string, state: StateFilter) =>
  infiniteQueryOptions({
    queryKey: ['settings', 'webhook-deliveries', webhook, state],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Delivery>>(
        `/webhooks/${webhook}/deliveries/`,
        { state: state === 'all' ? undefined : state, cursor: pageParam || undefined, limit: '25' },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.results.some(isDue)) ? SOON_MS : LATER_MS,
  })

const isDue = ({ state, next_at }: Delivery) =>
  state === 'waiting' && (next_at === null || Date.parse(next_at) <= Date.now())

/** One delivery until it has ended. */
export const deliveryQuery = (webhook: string, delivery: string) =>
  queryOptions({
    queryKey: ['settings', 'webhook-delivery', webhook, delivery],
    queryFn: ({ signal }) => get<Delivery>(`/webhooks/${webhook}/deliveries/${delivery}/`, undefined, signal),
    refetchInterval: ({ state: { data } }) => (data && data.state !== 'waiting' ? false : 1_000),
  })

/** What the receiver is called in lists. */
export const hostOf = (url: string) => {
  try {
    return new URL(url).host
  } catch {
    return url
  }
}
