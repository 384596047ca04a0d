import { queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/operator-schema'

type Schemas = components['schemas']
export type Announcement = Schemas['Announcement']
export type NewAnnouncement = Schemas['NewAnnouncement']

export const announcementsQuery = queryOptions({
  queryKey: ['console', 'announcements'],
  queryFn: ({ signal }) => get<Schemas['Announcements']>('/operator/announcements/', undefined, signal),
})
