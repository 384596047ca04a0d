import { plural, t } from '@lingui/core/macro'
import type { Format } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'

export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof WEEKDAYS)[number]
export const WORKDAYS: readonly Weekday[] = WEEKDAYS.slice(0, 5)
export const LAST_DAY = -1

/** How something repeats; null days are those of its date. */
export interface Recurrence {
  frequency: Frequency
  interval: number
  weekdays: Weekday[]
  /** Of the month; -1 is its last. */
  day: number | null
  month: number | null
  /** So many times, this one included. */
  count: number | null
  /** The last day on which it may be. */
  until: string | null
}

export const EVERY_DAY: Recurrence = {
  frequency: 'DAILY',
  interval: 1,
  weekdays: [],
  day: null,
  month: null,
  count: null,
  until: null,
}

const isFrequency = (text: string | undefined): text is Frequency =>
  text === 'DAILY' || text === 'WEEKLY' || text === 'MONTHLY' || text === 'YEARLY'
const number = (text: string | undefined) => (text && /^\d+$/.test(text) ? Number(text) : null)

/** What the server stores as an RRULE of iCalendar; null for what it never stores. */
export function toRecurrence(text: string): Recurrence | null {
  const parts = Object.fromEntries(text.split(';').map((part) => part.split('=') as [string, string]))
  if (!isFrequency(parts.FREQ)) return null
  const named = parts.BYDAY?.split(',') ?? []
  const days = parts.BYMONTHDAY?.split(',') ?? []
  const until = parts.UNTIL?.match(/^(\d{4})(\d{2})(\d{2})/)
  return {
    frequency: parts.FREQ,
    interval: number(parts.INTERVAL) ?? 1,
    weekdays: WEEKDAYS.filter((day) => named.includes(day)),
    // 28,29,30,31 with BYSETPOS=-1 is the 31st, or the last day of shorter months.
    day: days.length > 0 ? Number(days.at(-1)) : null,
    month: number(parts.BYMONTH),
    count: number(parts.COUNT),
    until: until ? `${until[1]}-${until[2]}-${until[3]}` : null,
  }
}

export function toRule({ frequency, interval, weekdays, day, month, count, until }: Recurrence): string {
  const isYearly = frequency === 'YEARLY'
  return [
    `FREQ=${frequency}`,
    interval > 1 && `INTERVAL=${interval}`,
    frequency === 'WEEKLY' && weekdays.length > 0 && `BYDAY=${weekdays.join(',')}`,
    isYearly && month && `BYMONTH=${month}`,
    (isYearly ? month : frequency === 'MONTHLY') && day && `BYMONTHDAY=${day}`,
    count && `COUNT=${count}`,
    until && `UNTIL=${until.replaceAll('-', '')}`,
  ]
    .filter(Boolean)
    .join(';')
}

/** The first of January 2024 was a Monday. */
export function weekdayName(day: Weekday, locale: string, style: 'long' | 'short' = 'long') {
  const at = new Date(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(day)))
  return dateTimeFormat(locale, { weekday: style, timeZone: 'UTC' }).format(at)
}

/** “15 March” in the reader's language. */
export function dayOfYear(month: number, day: number, locale: string) {
  const at = new Date(Date.UTC(2024, month - 1, day))
  return dateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(at)
}

export const isEveryWorkday = ({ frequency, interval, weekdays }: Recurrence) =>
  frequency === 'WEEKLY' && interval === 1 && weekdays.join() === WORKDAYS.join()

function unitText({ frequency, interval }: Recurrence) {
  const one = { DAILY: t`every day`, WEEKLY: t`every week`, MONTHLY: t`every month`, YEARLY: t`every year` }
  const many = {
    DAILY: t`every ${interval} days`,
    WEEKLY: t`every ${interval} weeks`,
    MONTHLY: t`every ${interval} months`,
    YEARLY: t`every ${interval} years`,
  }
  return interval > 1 ? many[frequency] : one[frequency]
}

function onText(rule: Recurrence, locale: string) {
  const unit = unitText(rule)
  const { frequency, weekdays, day, month } = rule
  if (isEveryWorkday(rule)) return t`every weekday`
  if (frequency === 'WEEKLY' && weekdays.length > 0) {
    const names = weekdays.map((one) => weekdayName(one, locale))
    const days = new Intl.ListFormat(locale, { type: 'conjunction' }).format(names)
    return t`${unit} on ${days}`
  }
  if (frequency === 'MONTHLY' && day === LAST_DAY) return t`${unit} on the last day`
  if (frequency === 'MONTHLY' && day) return t`${unit} on day ${day}`
  if (frequency === 'YEARLY' && day && month) {
    const date = dayOfYear(month, day, locale)
    return t`${unit} on ${date}`
  }
  return unit
}

/** “every week on Monday, until 31 December 2027”; a rule of unknown form as it is written. */
export function recurrenceText(text: string, format: Format): string {
  const rule = toRecurrence(text)
  if (!rule) return text
  const on = onText(rule, format.locale)
  if (rule.count) {
    const times = plural(rule.count, { one: 'this time only', other: '# times' })
    return `${on}, ${times}`
  }
  if (rule.until) {
    const end = format.date(rule.until)
    return t`${on}, until ${end}`
  }
  return on
}
