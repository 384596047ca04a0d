import { useMemo } from 'react'
import { useMe } from '@/shared/api/me'
import type { Me, Money } from '@/shared/api/types'
import { formatDate, formatDateTime, formatDuration, formatMoment, formatRelative } from './dates'
import { dateTimeFormat, numberFormat } from './intl'
import { formatMoney } from './money'

export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

export interface Format {
  locale: string
  timeZone: string
  currency: string
  /** Others that the company sells in. */
  currencies: string[]
  /** As Intl and calendars count: 0 is Sunday. */
  firstWeekday: Weekday
  money: (money: Money, compact?: boolean) => string
  number: (value: number) => string
  /** How many there are; of an estimate, no more of it than it is worth: ≈ 104,000. */
  count: (value: number, isEstimate?: boolean) => string
  date: (day: string) => string
  dateTime: (instant: string) => string
  /** `dateTime` with its zone: for what operators and tenants, each in their own, speak of. */
  moment: (instant: string) => string
  relative: (instant: string) => string
  duration: (seconds: number) => string
}

export function makeFormat(
  locale: string,
  timeZone: string,
  currency: string,
  { currencies = [], firstWeekday = 1 }: { currencies?: string[]; firstWeekday?: Weekday } = {},
): Format {
  const numbers = numberFormat(locale, { maximumFractionDigits: 6 })
  return {
    locale,
    timeZone,
    currency,
    currencies,
    firstWeekday,
    money: (money, compact) => formatMoney(money, locale, compact),
    number: (value) => numbers.format(value),
    count: (value, isEstimate) =>
      isEstimate ? `≈ ${numberFormat(locale, { maximumSignificantDigits: 3 }).format(value)}` : numbers.format(value),
    date: (day) => formatDate(day, locale),
    dateTime: (instant) => formatDateTime(instant, locale, timeZone),
    moment: (instant) => formatMoment(instant, locale, timeZone),
    relative: (instant) => formatRelative(instant, locale, new Date()),
    duration: (seconds) => formatDuration(seconds, locale),
  }
}

/** Without a region, which decides on 1,5 or 1.5, the browser's is taken where the language fits. */
function usableLocale(name: string) {
  try {
    const locale = Intl.getCanonicalLocales(name.replace('_', '-'))[0] ?? 'en'
    const regional = navigator.languages.find((one) => one.startsWith(`${locale}-`))
    return regional ?? locale
  } catch {
    return 'en'
  }
}

function usableZone(name: string) {
  try {
    dateTimeFormat('en', { timeZone: name })
    return name
  } catch {
    return 'UTC'
  }
}

export const timeZoneOf = ({ user, tenant }: Me) => usableZone(user.time_zone || tenant.time_zone)
export const firstWeekdayOf = ({ user, tenant }: Me) =>
  ((user.preferences.first_weekday || tenant.first_weekday) % 7) as Weekday

/** The user's own locale and time zone, else the tenant's. */
export function useFormat(): Format {
  const me = useMe()
  const { user, tenant } = me
  const locale = usableLocale(user.locale || tenant.locale || navigator.language)
  const timeZone = timeZoneOf(me)
  const { currency, currencies } = tenant
  const firstWeekday = firstWeekdayOf(me)
  return useMemo(
    () => makeFormat(locale, timeZone, currency, { currencies, firstWeekday }),
    [locale, timeZone, currency, currencies, firstWeekday],
  )
}
