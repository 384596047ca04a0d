import { fromWallClock, today, toWallClock } from '@/shared/lib/dates'

/** Days are ISO 8601 (`2026-03-02`) and belong to the reader's time zone. */
export const dayOf = (instant: string, timeZone: string) => today(timeZone, new Date(instant))

/** The instant at which the day begins in that zone. */
export const startOfDay = (day: string, timeZone: string) => fromWallClock(`${day} 00:00:00`, timeZone)

export function addDays(day: string, count: number) {
  const moved = new Date(`${day}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + count)
  return moved.toISOString().slice(0, 10)
}

/** 0 Monday … 6 Sunday. */
export const weekday = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

/** The day that the week of `day` begins with; `first` is the weekday that weeks begin with. */
export const weekStart = (day: string, first = 0) => addDays(day, -((weekday(day) - first + 7) % 7))

export const mondayOf = (day: string) => weekStart(day)

/** Whole days from one day to another. */
export const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)

/** The same time of the day, on another day: a change of the clocks in between does not move it. */
export const onDay = (instant: string, day: string, timeZone: string) =>
  fromWallClock(`${day} ${toWallClock(instant, timeZone).slice(11)}`, timeZone)

/** Minutes since midnight on the clock of that zone. */
export function minutesOf(instant: string, timeZone: string) {
  const [hours = 0, minutes = 0] = toWallClock(instant, timeZone).slice(11).split(':').map(Number)
  return hours * 60 + minutes
}

/** The end of the working day: what is due on a day is due then. */
export const EVENING = 18 * 60

const pad = (part: number) => String(part).padStart(2, '0')

/** The instant at which the clock shows so many minutes since midnight; 1440 is the next day's beginning. */
export const atMinutes = (day: string, minutes: number, timeZone: string) => {
  const whole = addDays(day, Math.floor(minutes / 1440))
  const rest = ((minutes % 1440) + 1440) % 1440
  return fromWallClock(`${whole} ${pad(Math.floor(rest / 60))}:${pad(rest % 60)}:00`, timeZone)
}
