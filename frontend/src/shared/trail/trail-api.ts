import { infiniteQueryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import type { Page } from '@/shared/api/types'

export type AuditEntry = components['schemas']['AuditEntry']

export interface TrailFilter {
  actor?: string
  about?: string
  group?: string
  object?: string
  field?: string
  search?: string
  since?: string
  until?: string
}

/** The workspace's trail (`/audit/`), or one record's (`/contacts/…/audit/`), newest first. */
export const trailQuery = (path: string, filter: TrailFilter = {}) =>
  infiniteQueryOptions({
    queryKey: ['audit', path, filter],
    queryFn: ({ pageParam, signal }) => get<Page<AuditEntry>>(path, { ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    // An opened entry stays open while the answer to another filter comes.
    placeholderData: (before, query) => (query?.queryKey[1] === path ? before : undefined),
  })

/** Where the browser fetches the same entries as a file. */
export function exportAddress(filter: TrailFilter) {
  const given = Object.entries(filter).filter(([, value]) => value)
  const query = new URLSearchParams(given as [string, string][]).toString()
  return `/api/v1/audit/export.csv${query ? `?${query}` : ''}`
}
