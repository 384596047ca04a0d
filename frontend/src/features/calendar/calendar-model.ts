import { type Activity, whenOf } from '@/shared/activities/activity'
import { addDays, dayOf, minutesOf, weekStart } from '@/shared/activities/days'

export type CalendarView = 'month' | 'week' | 'day'

/** What has a time but no length is drawn as long as this. */
export const SHORTEST = 30
export const STEP = 15
const DAY = 24 * 60
const MOST_DAYS = 60

/** A part of an activity that lies on one day, in minutes since midnight on the reader's clock. */
export interface Segment {
  activity: Activity
  day: string
  start: number
  end: number
  /** Its first day, where it is taken hold of; its last, where its end is. */
  isFirst: boolean
  isLast: boolean
  /** It will follow the open one of its series; no record holds it yet. */
  isPlanned: boolean
}

export interface Placed extends Segment {
  /** The column among those that overlap, and how many there are. */
  column: number
  columns: number
}

/** What is shown as long as nobody chose otherwise. */
export const usualView = (isNarrow: boolean): CalendarView => (isNarrow ? 'day' : 'week')

export const isNarrowNow = () => window.innerWidth <= 768

/** The days that a view shows around a day; weeks begin with the weekday `first` (0 is Monday). */
export function daysOf(view: CalendarView, day: string, first = 0): string[] {
  if (view === 'day') return [day]
  if (view === 'week') return Array.from({ length: 7 }, (_, index) => addDays(weekStart(day, first), index))
  const begin = weekStart(`${day.slice(0, 8)}01`, first)
  const month = day.slice(0, 7)
  const weeks = [0, 1, 2, 3, 4, 5].filter((week) => {
    const start = addDays(begin, week * 7)
    return week === 0 || start.slice(0, 7) === month
  })
  return weeks.flatMap((week) => Array.from({ length: 7 }, (_, index) => addDays(begin, week * 7 + index)))
}

/** The day that the view before or after this one is around. */
export function stepped(view: CalendarView, day: string, by: 1 | -1) {
  if (view === 'day') return addDays(day, by)
  if (view === 'week') return addDays(day, 7 * by)
  const [year = 1970, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 10)
}

/** From when to when; `end` is null where nobody has said it. */
export function spanOf(activity: Activity): { start: string; end: string | null } | null {
  const start = whenOf(activity)
  if (!start) return null
  const end = activity.kind === 'task' ? null : activity.endsAt
  return { start, end: end && Date.parse(end) > Date.parse(start) ? end : null }
}

export function segmentsOf(activity: Activity, timeZone: string, isPlanned = false): Segment[] {
  const span = spanOf(activity)
  if (!span) return []
  const first = dayOf(span.start, timeZone)
  const begin = Math.min(minutesOf(span.start, timeZone), DAY - SHORTEST)
  if (!span.end)
    return [{ activity, day: first, start: begin, end: begin + SHORTEST, isFirst: true, isLast: true, isPlanned }]
  const last = dayOf(new Date(Date.parse(span.end) - 1).toISOString(), timeZone)
  const segments: Segment[] = []
  for (let day = first; day <= last && segments.length < MOST_DAYS; day = addDays(day, 1)) {
    const start = day === first ? begin : 0
    const ends = day === last && dayOf(span.end, timeZone) === last
    const end = ends ? Math.max(minutesOf(span.end, timeZone), start + STEP) : DAY
    segments.push({ activity, day, start, end, isFirst: day === first, isLast: day === last, isPlanned })
  }
  return segments
}

/** Of a series several can stand on one day, where they are long. */
export const segmentKey = ({ activity, day, isPlanned }: Segment) =>
  `${activity.id} ${day}${isPlanned ? ` ${whenOf(activity)}` : ''}`

/** Side by side where they overlap: each takes the first column that is free. */
export function placed(segments: Segment[]): Placed[] {
  const ordered = [...segments].sort((a, b) => a.start - b.start || b.end - a.end)
  const found: Placed[] = []
  let cluster: Placed[] = []
  let ends = 0
  const close = () => {
    const columns = Math.max(0, ...cluster.map((one) => one.column)) + 1
    for (const one of cluster) one.columns = columns
    found.push(...cluster)
    cluster = []
  }
  for (const segment of ordered) {
    if (cluster.length > 0 && segment.start >= ends) close()
    const taken = cluster.filter((one) => one.end > segment.start).map((one) => one.column)
    let column = 0
    while (taken.includes(column)) column++
    cluster.push({ ...segment, column, columns: 1 })
    ends = Math.max(cluster.length === 1 ? 0 : ends, segment.end)
  }
  if (cluster.length > 0) close()
  return found
}

export const snapped = (minutes: number) => Math.round(minutes / STEP) * STEP
