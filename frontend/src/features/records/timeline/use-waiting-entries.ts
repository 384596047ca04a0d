import { useMemo } from 'react'
import { ACTIVITIES } from '@/shared/activities/activity'
import { useMe } from '@/shared/api/me'
import type { CrmRecord, Reference } from '@/shared/api/types'
import { fieldValue, isReference } from '@/shared/lib/record-value'
import { deletedIn, madeIn, recordsIn, useWaitingOf, withWaiting } from '@/shared/offline/overlay'
import type { WaitingEdit } from '@/shared/offline/waiting'
import type { TimelineActivity, TimelineEntry } from './timeline-query'

const entryOf = (record: CrmRecord, actor: Reference): TimelineEntry => ({
  id: record.id,
  kind: 'activity',
  at: String(record.created_at),
  actor,
  title: String(record.subject ?? ''),
  activity: record as unknown as TimelineActivity,
  file: null,
  changes: [],
})

/** An entry about an activity as it is with what waits; none where it waits to be deleted. */
function withChanges(entry: TimelineEntry, waiting: readonly WaitingEdit[], gone: ReadonlySet<string>) {
  if (!entry.activity) return [entry]
  if (gone.has(entry.activity.id)) return []
  const activity = withWaiting(entry.activity, waiting)
  return [activity === entry.activity ? entry : { ...entry, activity }]
}

/** What was written about a record here and is not on the server yet, and what waits for entries that are. */
export function useWaitingEntries(link: string | undefined, id: string, kinds: string[]) {
  const { user } = useMe()
  const waiting = useWaitingOf(ACTIVITIES)
  const made = useMemo(() => {
    const isAbout = (record: CrmRecord) => {
      const subject = link && fieldValue(record, link)
      return isReference(subject) && subject.id === id
    }
    return madeIn(waiting)
      .filter(isAbout)
      .filter((record) => kinds.length === 0 || kinds.includes(String(record.kind)))
      .map((record) => entryOf(record, { id: user.id, name: user.name }))
  }, [waiting, link, id, kinds, user])
  const marked = useMemo(() => recordsIn(waiting), [waiting])
  const overlay = (entries: TimelineEntry[]) => {
    const gone = deletedIn(waiting)
    return waiting.length === 0 ? entries : entries.flatMap((entry) => withChanges(entry, waiting, gone))
  }
  return { made, overlay, isWaiting: (entry: TimelineEntry) => marked.has(entry.activity?.id ?? '') }
}
