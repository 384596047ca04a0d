import dayjs from 'dayjs'
import { dateTimeFormat } from './intl'

const made = new Set<string>()

/** The calendar's names of months and weekdays in that language, from the browser; returns their key. */
export function calendarLocale(locale: string) {
  const key = `intl-${locale.toLowerCase()}`
  if (made.has(key)) return key
  const told = (options: Intl.DateTimeFormatOptions, dates: Date[]) => {
    const format = dateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    return dates.map((date) => format.format(date))
  }
  const months = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2024, month, 15)))
  const days = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2024, 8, 1 + day)))
  dayjs.locale(
    {
      name: key,
      months: told({ month: 'long' }, months),
      monthsShort: told({ month: 'short' }, months),
      weekdays: told({ weekday: 'long' }, days),
      weekdaysShort: told({ weekday: 'short' }, days),
      weekdaysMin: told({ weekday: 'short' }, days).map((name) => name.slice(0, 2)),
      ordinal: (n) => String(n),
      formats: {},
      relativeTime: {},
    },
    undefined,
    true,
  )
  made.add(key)
  return key
}
