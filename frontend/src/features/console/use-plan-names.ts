import { useQuery } from '@tanstack/react-query'
import { tenantChoicesQuery } from './console-api'

/** What a plan is called; one that this release does not know, by its key. */
export function usePlanNames(): (plan: string) => string {
  const known = useQuery(tenantChoicesQuery).data?.plan_names ?? []
  return (plan) => known.find((one) => one.plan === plan)?.name ?? plan
}
