import { dateTimeFormat } from '@/shared/lib/intl'

const pad = (part: number) => String(part).padStart(2, '0')

function dayOf(year: number, month: number, day: number) {
  const full = year < 100 ? 2000 + year : year
  const made = new Date(Date.UTC(full, month - 1, day))
  const real = made.getUTCMonth() === month - 1 && made.getUTCDate() === day
  return real ? `${full}-${pad(month)}-${pad(day)}` : null
}

/** In which order the locale writes day, month and year. */
function orderOf(locale: string) {
  return dateTimeFormat(locale)
    .formatToParts(new Date(Date.UTC(2026, 10, 22)))
    .filter((part) => ['day', 'month', 'year'].includes(part.type))
    .map((part) => part.type)
}

/** Reads a day as people type it: ISO, the locale's own order of numbers, or "12 Oct 2026". Null when it is none. */
export function parseDay(text: string, locale: string): string | null {
  const numbers = text.match(/\d+/g)?.map(Number) ?? []
  if (/^\s*\d{4}\D/.test(text) && numbers.length === 3) return dayOf(numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0)
  if (/[a-zäöü]/i.test(text)) {
    const parsed = new Date(`${text} UTC`)
    return Number.isNaN(parsed.getTime()) ? null : parsed.toISOString().slice(0, 10)
  }
  if (numbers.length !== 3) return null
  const byType = Object.fromEntries(orderOf(locale).map((type, index) => [type, numbers[index] ?? 0]))
  return dayOf(byType.year ?? 0, byType.month ?? 0, byType.day ?? 0)
}
