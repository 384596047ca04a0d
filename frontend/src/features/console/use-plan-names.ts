import { useQuery } from '@tanstack/react-query'
import { tenantChoicesQuery } from './console-api'

/** What a plan is called; one that is not offered, or where nothing is billed, by its key. */
export function usePlanNames(): (plan: string) => string {
  const offered = useQuery(tenantChoicesQuery).data?.offered ?? []
  return (plan) => offered.find((one) => one.plan === plan)?.name ?? plan
}
