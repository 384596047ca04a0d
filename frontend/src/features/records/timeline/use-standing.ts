import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useObject } from '@/shared/api/catalogue'
import { type ListParams, pageQuery } from '@/shared/api/records'
import type { CrmRecord, ObjectType, Reference } from '@/shared/api/types'
import { isReference } from '@/shared/lib/record-value'
import type { TimelineActivity, TimelineEntry } from './timeline-query'

const MOST = 50
const FIELDS = [
  ...['kind', 'subject', 'body', 'status', 'due_at', 'starts_at', 'is_private', 'is_pinned', 'owner'],
  ...['created_at', 'created_by', 'version'],
]

export interface Standing {
  /** Pinned activities, the newest first. */
  pinned: TimelineEntry[]
  /** Open activities, the next first, with whoever is to do them and the time they are due or begin. */
  planned: TimelineEntry[]
  /** Nothing open is anywhere else: it needs no place among what has happened. */
  isWhole: boolean
}

const referenceOf = (value: unknown): Reference | null => (isReference(value) ? value : null)

/** When it is due or begins. */
const whenOf = ({ due_at, starts_at }: CrmRecord) => (due_at ?? starts_at ?? null) as string | null

const entryOf = (record: CrmRecord, sort: string, at: unknown, who: unknown): TimelineEntry => ({
  id: `${sort}-${record.id}`,
  kind: 'activity',
  at: String(at),
  actor: referenceOf(who),
  title: String(record.subject ?? ''),
  activity: record as unknown as TimelineActivity,
  file: null,
  changes: [],
})

/** What has no time comes last. */
const timeOf = (record: CrmRecord) => Date.parse(whenOf(record) ?? '') || Number.MAX_SAFE_INTEGER
const byTime = (one: CrmRecord, other: CrmRecord) => timeOf(one) - timeOf(other) || one.id.localeCompare(other.id)

const isPinned = (record: CrmRecord) => record.is_pinned === true

const plannedOf = (records: CrmRecord[]) =>
  records
    .filter((record) => record.status === 'open' && !isPinned(record))
    .sort(byTime)
    .map((record) => entryOf(record, 'planned', whenOf(record) ?? record.created_at, record.owner))

const pinnedOf = (records: CrmRecord[]) =>
  records.filter(isPinned).map((record) => entryOf(record, 'pinned', record.created_at, record.created_by))

/** What stands above the timeline of a record: pinned and open activities about it. */
export function useStanding(link: string | undefined, id: string, isWanted: boolean): Standing {
  const activities = useObject('activities')
  const params = useMemo(() => (link ? paramsOf(activities, link, id) : null), [activities, link, id])
  const query = useQuery({
    ...pageQuery('activities', params ?? {}),
    // Another record's are not this one's.
    placeholderData: undefined,
    enabled: isWanted && params !== null,
  })
  const records = isWanted ? query.data?.results : undefined
  const isWhole = isWanted && (query.isPending ? query.isFetching : query.data?.next === null)
  return useMemo(
    () => ({ pinned: pinnedOf(records ?? []), planned: plannedOf(records ?? []), isWhole }),
    [records, isWhole],
  )
}

/** What to ask for, as far as the reader's roles show it; null where that is nothing. */
function paramsOf(activities: ObjectType | undefined, link: string, id: string): ListParams | null {
  const knows = (name: string) => activities?.fields.some((field) => field.name === name) ?? false
  const wanted = [
    { field: 'status', op: 'eq' as const, value: 'open' },
    { field: 'is_pinned', op: 'eq' as const, value: true },
  ].filter(({ field }) => knows(field))
  if (wanted.length === 0) return null
  return {
    filter: { and: [{ field: link, op: 'eq', value: id }, { or: wanted }] },
    sort: ['-is_pinned', '-created_at'].filter((name) => knows(name.slice(1))).join(','),
    limit: MOST,
    fields: ['id', 'allow', ...FIELDS.filter(knows)].join(','),
  }
}
