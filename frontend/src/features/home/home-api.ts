import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import type { Filter } from '@/shared/api/types'

type Schemas = components['schemas']
export type Dashboard = Schemas['Dashboard']
export type Tile = Schemas['Tile']
export type TileGroup = Schemas['TileGroup']
export type Sums = Schemas['TileSum'][]
export type Period = Dashboard['period']
export type Scope = Dashboard['scope']

/** What the screen was asked to show; undefined is the server's choice. */
export interface HomeState {
  period?: Period | undefined
  scope?: Scope | undefined
  pipeline?: string | undefined
}

export const PERIODS: Period[] = [
  'this_month',
  'this_quarter',
  'this_fiscal_quarter',
  'this_year',
  'this_fiscal_year',
  'last_30_days',
]
export const SCOPES: Scope[] = ['mine', 'team', 'all']

export const dashboardKey = ['dashboard'] as const

export const dashboardQuery = ({ period, scope, pipeline }: HomeState) =>
  queryOptions({
    queryKey: [...dashboardKey, period, scope, pipeline],
    queryFn: ({ signal }) => get<Dashboard>('/dashboard/', { period, scope, pipeline }, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

/** Null goes back to the usual tiles. */
export const arrange = async (shown: string[] | null) => {
  await request<undefined>('PUT', '/dashboard/layout/', { body: { shown } })
}

/** The schema knows filters as free objects; the filter language is described by hand. */
export const filterOf = (filter: unknown) => (filter as Filter | null) ?? undefined
