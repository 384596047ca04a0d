import { queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/operator-schema'

type Schemas = components['schemas']
export type Overview = Schemas['Overview']
export type HealthPart = Schemas['HealthPart']
export type Queue = Schemas['Queue']
export type DeadLetter = Schemas['DeadLetter']
export type TenantWatch = Schemas['TenantWatch']

const REFRESH_MS = 30_000

/** A worker that stands still is to be seen within half a minute; it falls silent after a quarter. */
const SOON_MS = 10_000

const watched = <T>(name: string, path: string, every = REFRESH_MS) =>
  queryOptions({
    queryKey: ['console', name],
    queryFn: ({ signal }) => get<T>(`/operator/${path}/`, undefined, signal),
    refetchInterval: every,
  })

export const overviewQuery = watched<Overview>('overview', 'overview')
export const healthQuery = watched<Schemas['Health']>('health', 'health', SOON_MS)
export const queuesQuery = watched<Schemas['Queues']>('queues', 'queues', SOON_MS)
export const lettersQuery = watched<Schemas['DeadLetters']>('dead-letters', 'dead-letters')
export const statementsQuery = watched<Schemas['Statements']>('statements', 'statements')
export const watchQuery = (slug: string) => watched<TenantWatch>(`watch:${slug}`, `tenants/${slug}/watch`)
