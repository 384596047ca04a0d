import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { ACTIVITIES, type Activity, movedToDay, toActivity } from '@/shared/activities/activity'
import { addDays, atMinutes, dayOf, minutesOf } from '@/shared/activities/days'
import { useChangeActivity, wishedOf } from '@/shared/activities/use-change-activity'
import { seenRecord } from '@/shared/api/cache'
import type { Format } from '@/shared/lib/format'
import { SHORTEST, STEP, spanOf } from './calendar-model'

export interface Mover {
  toDay: (activity: Activity, day: string) => void
  /** To a day and a time: its length stays. */
  toTime: (activity: Activity, day: string, minutes: number) => void
  /** A meeting or call from one instant to another. */
  toSpan: (activity: Activity, start: string, end: string) => void
  /** Only meetings and calls have a length: `minutes` is that. */
  toLength: (activity: Activity, minutes: number) => void
  byDays: (activity: Activity, days: number) => void
  byMinutes: (activity: Activity, minutes: number) => void
  byLength: (activity: Activity, minutes: number) => void
}

export const lengthOf = (activity: Activity) => {
  const span = spanOf(activity)
  return span?.end ? (Date.parse(span.end) - Date.parse(span.start)) / 60_000 : SHORTEST
}

/** Every way to move an activity, by pointer, menu or keys: shown at once, undone by one step. */
export function useMove(format: Format): Mover {
  const { t } = useLingui()
  const client = useQueryClient()
  const change = useChangeActivity()
  const { timeZone } = format
  // Keys may come faster than the screen is drawn: each goes on from what the one before it did.
  const latest = (activity: Activity): Activity => {
    const record = { ...activity.record, ...seenRecord(client, ACTIVITIES, activity.id), ...wishedOf(activity.id) }
    return { ...toActivity(record), about: activity.about }
  }
  const save = useCallback(
    (activity: Activity, values: Record<string, string>) => {
      const when = values.starts_at ?? values.due_at
      const label = when ? t`Moved to ${format.dateTime(when)}: ${activity.subject}` : t`Changed: ${activity.subject}`
      void change(activity, values, label)
    },
    [change, format, t],
  )
  const toDay = (activity: Activity, day: string) => save(activity, movedToDay(activity, day, timeZone))
  const toTime = (activity: Activity, day: string, minutes: number) => {
    const span = spanOf(activity)
    if (!span) return
    const start = atMinutes(day, minutes, timeZone)
    if (activity.kind === 'task' || !activity.startsAt) return save(activity, { due_at: start })
    const end = new Date(Date.parse(start) + lengthOf(activity) * 60_000).toISOString()
    save(activity, { starts_at: start, ...(activity.endsAt ? { ends_at: end } : {}) })
  }
  const toSpan = (activity: Activity, start: string, end: string) => {
    if (Date.parse(start) !== Date.parse(activity.startsAt ?? ''))
      return save(activity, { starts_at: start, ends_at: end })
    void change(activity, { ends_at: end }, t`Ends ${format.dateTime(end)}: ${activity.subject}`)
  }
  const toLength = (activity: Activity, minutes: number) => {
    if (activity.kind === 'task' || !activity.startsAt) return
    const end = new Date(Date.parse(activity.startsAt) + Math.max(STEP, minutes) * 60_000).toISOString()
    toSpan(activity, activity.startsAt, end)
  }
  const byMinutes = (shown: Activity, minutes: number) => {
    const activity = latest(shown)
    const span = spanOf(activity)
    if (span) toTime(activity, dayOf(span.start, timeZone), minutesOf(span.start, timeZone) + minutes)
  }
  return {
    toDay,
    toTime,
    toSpan,
    toLength,
    byMinutes,
    byDays: (shown, days) => {
      const activity = latest(shown)
      const span = spanOf(activity)
      if (span) toDay(activity, addDays(dayOf(span.start, timeZone), days))
    },
    byLength: (shown, minutes) => {
      const activity = latest(shown)
      toLength(activity, lengthOf(activity) + minutes)
    },
  }
}
