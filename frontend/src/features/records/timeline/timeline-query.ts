import { infiniteQueryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { Change, Page, Reference } from '@/shared/api/types'
import type { RecordFile } from '../files/files-api'

export interface TimelineActivity {
  id: string
  kind: string
  subject: string
  body: string | null
  status: string | null
  due_at: string | null
  starts_at?: string | null
  version?: number
  is_private?: boolean
  is_pinned?: boolean
}

export interface TimelineEntry {
  id: string
  kind: 'activity' | 'stage' | 'change' | 'file' | 'created' | 'deleted' | 'restored'
  at: string
  actor: Reference | null
  title: string
  activity: TimelineActivity | null
  file: RecordFile | null
  changes: Change[]
}

export const timelineKey = (object: string, id: string) => ['timeline', object, id] as const

export const timelineQuery = (object: string, id: string, kinds: string) =>
  infiniteQueryOptions({
    queryKey: [...timelineKey(object, id), kinds],
    queryFn: ({ pageParam, signal }) =>
      get<Page<TimelineEntry>>(`/${object}/${id}/timeline/`, { kinds, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })
