import { queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'

export type Billing = components['schemas']['Billing']

export const billingQuery = queryOptions({
  queryKey: ['settings', 'billing'],
  queryFn: ({ signal }) => get<Billing>('/billing/', undefined, signal),
})

/** From this share on there is still time to do something. */
const CLOSE = 0.8

/** How much of a limit is used, and whether that is nearly all; null where there is no limit. */
export function shareOf({ used, most }: { used: number | null; most: number | null }) {
  if (used === null || most === null) return null
  const share = most === 0 ? 1 : used / most
  return { share, isClose: share >= CLOSE, isFull: share >= 1 }
}
