import type { CrmRecord, ObjectType, Reference } from '@/shared/api/types'
import { fieldValue, isReference, may } from '@/shared/lib/record-value'
import { dayOf, onDay } from './days'

export const ACTIVITIES = 'activities'

export interface About {
  object: string
  id: string
  name: string
}

/** An activity as the day and the calendar show it; what its reader may not see is null. */
export interface Activity {
  id: string
  version: number | undefined
  kind: string
  subject: string
  status: string
  priority: string
  dueAt: string | null
  startsAt: string | null
  endsAt: string | null
  completedAt: string | null
  location: string | null
  /** As an RRULE. */
  repeats: string | null
  owner: Reference | null
  about: About[]
  /** Whether its reader may change this one; their rights on activities come first. */
  mayChange: boolean
  record: CrmRecord
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

/** By the objects that activities can be about, the field that leads there. */
const subjectsOf = (object: ObjectType | undefined) => Object.entries(object?.subjects ?? {})

/** `object` is that of activities, which says what they can be about. */
export function toActivity(record: CrmRecord, object?: ObjectType): Activity {
  return {
    id: record.id,
    version: record.version,
    kind: text(record.kind) ?? 'task',
    subject: text(record.subject) ?? '…',
    status: text(record.status) ?? '',
    priority: text(record.priority) ?? 'normal',
    dueAt: text(record.due_at),
    startsAt: text(record.starts_at),
    endsAt: text(record.ends_at),
    completedAt: text(record.completed_at),
    location: text(record.location),
    repeats: text(record.repeats),
    owner: isReference(record.owner) ? record.owner : null,
    about: subjectsOf(object).flatMap(([name, field]) => {
      const held = fieldValue(record, field)
      return isReference(held) && held.name ? [{ object: name, id: held.id, name: held.name }] : []
    }),
    mayChange: may('update', record),
    record,
  }
}

/** When it is due, or begins. */
export const whenOf = (activity: Activity) =>
  activity.kind === 'task' ? (activity.dueAt ?? activity.startsAt) : (activity.startsAt ?? activity.dueAt)

const NEEDED = ['kind', 'subject', 'status', 'due_at', 'owner']
const WANTED = [...NEEDED, 'priority', 'starts_at', 'ends_at', 'completed_at', 'location', 'repeats']

/** Whether the reader's roles show enough of activities for a day or a calendar. */
export const isUsable = (object: ObjectType | undefined): object is ObjectType =>
  object !== undefined && NEEDED.every((name) => object.fields.some((field) => field.name === name))

/** The fields to ask for, as far as the reader may read them. */
export const fieldsOf = (object: ObjectType) => {
  const known = WANTED.filter((name) => object.fields.some((field) => field.name === name))
  return ['id', 'version', 'allow', ...known, ...subjectsOf(object).map(([, field]) => field)].join(',')
}

/** What changes when it goes to another day: its hours stay. */
export function movedToDay(activity: Activity, day: string, timeZone: string): Record<string, string> {
  const when = whenOf(activity)
  const moved = (instant: string | null) => (instant ? onDay(instant, day, timeZone) : null)
  if (!when) return {}
  const values: Record<string, string | null> = {}
  if (activity.dueAt) values.due_at = moved(activity.dueAt)
  if (activity.startsAt) {
    values.starts_at = moved(activity.startsAt)
    if (activity.endsAt && values.starts_at) {
      const length = Date.parse(activity.endsAt) - Date.parse(activity.startsAt)
      values.ends_at = new Date(Date.parse(values.starts_at) + length).toISOString()
    }
  }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Record<string, string>
}

export const dayOfActivity = (activity: Activity, timeZone: string) => {
  const when = whenOf(activity)
  return when ? dayOf(when, timeZone) : null
}
