import { dateTimeFormat } from '@/shared/lib/intl'
import type { CalendarView } from './calendar-model'

const at = (day: string) => new Date(`${day}T00:00:00Z`)

/** "March 2026", "2–8 March 2026", "Monday, 2 March 2026". */
export function rangeText(view: CalendarView, days: string[], day: string, locale: string) {
  const zone = { timeZone: 'UTC' } as const
  if (view === 'month') return dateTimeFormat(locale, { month: 'long', year: 'numeric', ...zone }).format(at(day))
  if (view === 'day')
    return dateTimeFormat(locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      ...zone,
    }).format(at(day))
  const format = dateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', ...zone })
  return format.formatRange(at(days[0] ?? day), at(days.at(-1) ?? day))
}
