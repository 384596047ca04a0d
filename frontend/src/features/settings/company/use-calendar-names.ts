import { useMemo } from 'react'
import { useFormat } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'

const names = (locale: string, options: Intl.DateTimeFormatOptions, dates: Date[]) => {
  const format = dateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  return dates.map((date) => format.format(date))
}

/** Monday to Sunday, in the reader's language. */
export function useWeekdayNames() {
  const { locale } = useFormat()
  return useMemo(
    () =>
      names(
        locale,
        { weekday: 'long' },
        Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2024, 8, 2 + day))),
      ),
    [locale],
  )
}

/** January to December, in the reader's language. */
export function useMonthNames() {
  const { locale } = useFormat()
  return useMemo(
    () =>
      names(
        locale,
        { month: 'long' },
        Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2024, month, 15))),
      ),
    [locale],
  )
}
