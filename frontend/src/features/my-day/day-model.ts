import { ACTIVITIES, type Activity, dayOfActivity, fieldsOf, whenOf } from '@/shared/activities/activity'
import { addDays, startOfDay } from '@/shared/activities/days'
import { type ListParams, pageQuery } from '@/shared/api/records'
import type { Filter, ObjectType } from '@/shared/api/types'

export const AHEAD = 7
/** More than this is a list's work. */
const MOST = 200

export type Part = 'overdue' | 'today' | 'ahead'

/** Everything of mine that is open and lies before the end of the week ahead. */
export function openParams(object: ObjectType, me: string, day: string, timeZone: string): ListParams {
  const before = startOfDay(addDays(day, AHEAD + 1), timeZone)
  const hasStart = object.fields.some((field) => field.name === 'starts_at')
  const dated: Filter[] = [{ field: 'due_at', op: 'lt', value: before }]
  if (hasStart) dated.push({ field: 'starts_at', op: 'lt', value: before })
  return {
    filter: { and: [mine(me), { field: 'status', op: 'eq', value: 'open' }, { or: dated }] },
    sort: 'due_at',
    fields: fieldsOf(object),
    limit: MOST,
  }
}

/** Open tasks that nobody has given a day. */
export function undatedParams(object: ObjectType, me: string): ListParams {
  const parts: Filter[] = [
    mine(me),
    { field: 'status', op: 'eq', value: 'open' },
    { field: 'kind', op: 'eq', value: 'task' },
    { field: 'due_at', op: 'empty', value: true },
  ]
  if (object.fields.some((field) => field.name === 'starts_at'))
    parts.push({ field: 'starts_at', op: 'empty', value: true })
  return { filter: { and: parts }, sort: '-created_at', fields: fieldsOf(object), limit: 50 }
}

/** What I have done since the day began; notes are no deeds. */
export function doneParams(object: ObjectType, me: string, day: string, timeZone: string): ListParams {
  return {
    filter: {
      and: [
        mine(me),
        { field: 'status', op: 'eq', value: 'done' },
        { field: 'kind', op: 'in', value: ['task', 'meeting', 'call'] },
        { field: 'completed_at', op: 'gte', value: startOfDay(day, timeZone) },
      ],
    },
    sort: '-completed_at',
    fields: fieldsOf(object),
    limit: MOST,
  }
}

/** What a day is made of. */
export const dayQueries = (object: ObjectType, me: string, day: string, timeZone: string) => ({
  open: pageQuery(ACTIVITIES, openParams(object, me, day, timeZone)),
  undated: pageQuery(ACTIVITIES, undatedParams(object, me)),
  done: {
    ...pageQuery(ACTIVITIES, doneParams(object, me, day, timeZone)),
    enabled: object.fields.some((field) => field.name === 'completed_at'),
  },
})

const mine = (me: string): Filter => ({ field: 'owner', op: 'eq', value: me })

/** Overdue by the day, not by the hour: what was due this morning is still today's. */
export function partOf(activity: Activity, day: string, timeZone: string): Part | null {
  const own = dayOfActivity(activity, timeZone)
  if (!own) return null
  if (own < day) return 'overdue'
  return own === day ? 'today' : own <= addDays(day, AHEAD) ? 'ahead' : null
}

export function parted(activities: Activity[], day: string, timeZone: string): Record<Part, Activity[]> {
  const parts: Record<Part, Activity[]> = { overdue: [], today: [], ahead: [] }
  for (const activity of activities) {
    const part = partOf(activity, day, timeZone)
    if (part && activity.status === 'open') parts[part].push(activity)
  }
  for (const part of Object.values(parts)) part.sort((a, b) => (whenOf(a) ?? '').localeCompare(whenOf(b) ?? ''))
  return parts
}
