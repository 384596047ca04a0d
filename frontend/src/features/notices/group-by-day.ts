import { daysUntil, today } from '@/shared/lib/dates'
import type { Notice } from './notices-api'

export interface DayGroup {
  /** ISO 8601, in the reader's zone. */
  day: string
  /** 0 today, -1 yesterday. */
  distance: number
  notices: Notice[]
}

/** Newest first, as they come; a day is the reader's. */
export function groupByDay(notices: Notice[], timeZone: string, now = new Date()): DayGroup[] {
  const groups: DayGroup[] = []
  for (const notice of notices) {
    const day = today(timeZone, new Date(notice.at))
    const last = groups.at(-1)
    if (last?.day === day) last.notices.push(notice)
    else groups.push({ day, distance: daysUntil(day, timeZone, now), notices: [notice] })
  }
  return groups
}
