import { useQuery } from '@tanstack/react-query'
import { useObject } from '@/shared/api/catalogue'
import { pageQuery } from '@/shared/api/records'
import type { CrmRecord, Reference } from '@/shared/api/types'
import type { TimelineActivity, TimelineEntry } from './timeline-query'

const MOST = 10
const FIELDS = 'id,kind,subject,body,status,due_at,starts_at,is_private,is_pinned,created_at,created_by,version'

const entryOf = (record: CrmRecord): TimelineEntry => ({
  id: `pinned-${record.id}`,
  kind: 'activity',
  at: String(record.created_at),
  actor: (record.created_by ?? null) as Reference | null,
  title: String(record.subject ?? ''),
  activity: record as unknown as TimelineActivity,
  file: null,
  changes: [],
})

/** What stands above the timeline: pinned activities about the record, the newest first. */
export function usePinned(link: string | undefined, id: string): TimelineEntry[] {
  const known = useObject('activities')?.fields.some((field) => field.name === 'is_pinned') ?? false
  const conditions = [
    { field: link ?? '', op: 'eq' as const, value: id },
    { field: 'is_pinned', op: 'eq' as const, value: true },
  ]
  const query = useQuery({
    ...pageQuery('activities', { filter: { and: conditions }, sort: '-created_at', limit: MOST, fields: FIELDS }),
    enabled: link !== undefined && known,
  })
  return (query.data?.results ?? []).map(entryOf)
}
