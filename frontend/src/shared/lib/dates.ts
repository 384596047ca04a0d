import { TZDate, tz } from '@date-fns/tz'
import { differenceInCalendarDays } from 'date-fns'
import { dateTimeFormat, numberFormat } from './intl'

/** A calendar day (ISO 8601) has no time zone and is shown as it is. */
export function formatDate(day: string, locale: string) {
  const parsed = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(parsed.getTime())) return day
  return dateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(parsed)
}

/** Without the year where that is the current one. */
export function formatShortDate(day: string, locale: string, timeZone: string, now = new Date()) {
  if (day.slice(0, 4) !== today(timeZone, now).slice(0, 4)) return formatDate(day, locale)
  const parsed = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  return dateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(parsed)
}

export function formatDateTime(instant: string, locale: string, timeZone: string) {
  const parsed = new Date(instant)
  if (Number.isNaN(parsed.getTime())) return instant
  return dateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(parsed)
}

/** With the zone, for moments that people in other zones speak of, too: "30 Nov 2026, 11:42 GMT+1". */
export function formatMoment(instant: string, locale: string, timeZone: string) {
  const parsed = new Date(instant)
  if (Number.isNaN(parsed.getTime())) return instant
  const parts = dateTimeFormat(locale, { timeZone, timeZoneName: 'short' }).formatToParts(parsed)
  const zone = parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone
  return `${formatDateTime(instant, locale, timeZone)} ${zone}`
}

/** A wall clock as date pickers have it (`YYYY-MM-DD HH:mm:ss`), in words. */
export const formatWallClock = (wallClock: string, locale: string) =>
  formatDateTime(`${wallClock.replace(' ', 'T')}Z`, locale, 'UTC')

const RELATIVE_STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]
const relativeFormatters = new Map<string, Intl.RelativeTimeFormat>()

/** "3 days ago", "in 2 hours", "now". */
export function formatRelative(instant: string, locale: string, now: Date) {
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000
  let made = relativeFormatters.get(locale)
  if (!made) {
    made = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
    relativeFormatters.set(locale, made)
  }
  for (const [unit, size] of RELATIVE_STEPS)
    if (Math.abs(seconds) >= size) return made.format(Math.trunc(seconds / size), unit)
  return made.format(0, 'second')
}

export function formatDuration(seconds: number, locale: string) {
  const [unit, size] = ([...RELATIVE_STEPS.slice(3), ['second', 1]] as [string, number][]).find(
    ([, s]) => seconds >= s,
  ) ?? ['second', 1]
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(seconds / size))
}

/** Today as a calendar day in the user's zone. */
export const today = (timeZone: string, now = new Date()) => new TZDate(now, timeZone).toISOString().slice(0, 10)

/** Whole days from today to `day`; negative when it is past. */
export const daysUntil = (day: string, timeZone: string, now = new Date()) =>
  differenceInCalendarDays(new Date(`${day.slice(0, 10)}T00:00:00Z`), new Date(`${today(timeZone, now)}T00:00:00Z`), {
    in: tz('UTC'),
  })

/** The wall clock in the user's zone, as date pickers take it: `YYYY-MM-DD HH:mm:ss`. */
export const toWallClock = (instant: string, timeZone: string) =>
  new TZDate(instant, timeZone).toISOString().slice(0, 19).replace('T', ' ')

/** The instant (RFC 3339, UTC) at which the clock on the wall of that zone shows `wallClock`. */
export function fromWallClock(wallClock: string, timeZone: string) {
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0] = wallClock.split(/\D/).map(Number)
  return new Date(new TZDate(year, month - 1, day, hour, minute, second, timeZone).getTime()).toISOString()
}
