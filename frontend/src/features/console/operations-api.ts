import { queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/operator-schema'

export type Operation = components['schemas']['Operation']
export type Rollouts = components['schemas']['RolloutState']

const POLL_MS = 1500
/** What others start is noticed too, only later. */
const IDLE_MS = 15_000

export const isUnfinished = (one: Operation) => one.state === 'waiting' || one.state === 'running'

export const operationsQuery = (filter: { tenant?: string } = {}) =>
  queryOptions({
    queryKey: ['console', 'operations', filter],
    queryFn: ({ signal }) =>
      get<components['schemas']['OperationList']>('/operator/operations/', filter, signal).then((page) => page.results),
    refetchInterval: ({ state }) => (state.data?.some(isUnfinished) ? POLL_MS : IDLE_MS),
  })

export const rolloutsQuery = queryOptions({
  queryKey: ['console', 'rollouts'],
  queryFn: ({ signal }) => get<Rollouts>('/operator/rollouts/', undefined, signal),
  refetchInterval: ({ state }) => (state.data?.recent.some(isUnfinished) ? POLL_MS : IDLE_MS),
})

export const archiveAddress = (operation: Operation) => `/api/v1/operator/operations/${operation.id}/archive/`

/** Of an erasure that is done. */
export const certificateAddress = (operation: Operation) =>
  typeof operation.result.certificate === 'string' ? `/api/v1/operator/erasures/${operation.result.certificate}/` : null

/** An export whose archive is still kept. */
export const hasArchive = (one: Operation) => one.kind === 'export' && typeof one.result.file === 'string'

export const numberOf = (operation: Operation, name: string) => {
  const found = operation.result[name]
  return typeof found === 'number' ? found : 0
}
