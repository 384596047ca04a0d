import type { Format } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'
import classes from './calendar.module.css'

interface Props {
  day: string
  today: string
  format: Format
  onDay: (day: string) => void
}

export const longDay = (day: string, locale: string) =>
  dateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )

/** The weekday over its number; leads to that day. */
export function DayName({ day, today, format, onDay }: Props) {
  const weekday = dateTimeFormat(format.locale, { weekday: 'short', timeZone: 'UTC' })
  return (
    <button
      type="button"
      className={classes.dayName}
      aria-current={day === today ? 'date' : undefined}
      onClick={() => onDay(day)}
    >
      <span className="visually-hidden">{longDay(day, format.locale)}</span>
      <span aria-hidden>{weekday.format(new Date(`${day}T00:00:00Z`))}</span>
      <span className={classes.dayNumber} aria-hidden>
        {Number(day.slice(8))}
      </span>
    </button>
  )
}
