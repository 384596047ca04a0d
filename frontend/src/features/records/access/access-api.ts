import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'

type Schemas = components['schemas']
export type Share = Schemas['Share']
export type ShareList = Schemas['ShareList']
export type Viewer = Schemas['Viewer']
export type Explanation = Schemas['AccessExplanation']
export type Reason = Schemas['AccessReason']

const keyOf = (object: string, id: string) => ['access', object, id] as const

export const sharesQuery = (object: string, id: string) =>
  queryOptions({
    queryKey: [...keyOf(object, id), 'shares'],
    queryFn: ({ signal }) => get<ShareList>(`/${object}/${id}/shares/`, undefined, signal),
  })

/** Everybody who sees the record; a page may tell of fewer than it looked at. */
export const viewersQuery = (object: string, id: string) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(object, id), 'viewers'],
    queryFn: ({ pageParam, signal }) =>
      get<Schemas['ViewerList']>(`/${object}/${id}/viewers/`, { cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    retry: false,
  })

/** Why one user may or may not see the record; without one, oneself. */
export const explanationQuery = (object: string, id: string, user: string | undefined) =>
  queryOptions({
    queryKey: [...keyOf(object, id), 'why', user ?? ''],
    queryFn: ({ signal }) => get<Explanation>(`/${object}/${id}/access/`, { user }, signal),
  })

export interface NewShare {
  user?: string
  team?: string
  access: 'read' | 'write'
  expires_at: string | null
}

/** All shares of the record as they are afterwards; one with the same holder is replaced. */
export const share = async (object: string, id: string, body: NewShare) =>
  (await request<ShareList>('POST', `/${object}/${id}/shares/`, { body })).data

export const unshare = async (object: string, id: string, holder: { user?: string; team?: string }) =>
  (await request<ShareList>('DELETE', `/${object}/${id}/shares/`, { query: holder })).data

export const accessKey = keyOf
