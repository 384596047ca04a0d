import type { Money } from '@/shared/api/types'
import { numberFormat } from './intl'

const digitsByCurrency = new Map<string, number>()

/** How many decimal places the currency has (2 for EUR, 0 for JPY). */
export function minorDigits(currency: string) {
  const known = digitsByCurrency.get(currency)
  if (known !== undefined) return known
  let digits = 2
  try {
    digits = numberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    // Not a currency that this browser knows: two places is the common case.
  }
  digitsByCurrency.set(currency, digits)
  return digits
}

export const toMajor = (money: Money) => money.amount / 10 ** minorDigits(money.currency)

/** Rounds to whole minor units, as the API counts. */
export const fromMajor = (amount: number, currency: string): Money => ({
  amount: Math.round(Number((amount * 10 ** minorDigits(currency)).toPrecision(15))),
  currency,
})

const formatters = new Map<string, Intl.NumberFormat>()

function formatter(locale: string, currency: string, compact: boolean, whole: boolean) {
  const key = `${locale} ${currency} ${compact} ${whole}`
  let made = formatters.get(key)
  if (!made) {
    made = numberFormat(locale, {
      style: 'currency',
      currency,
      ...(compact ? { notation: 'compact', maximumSignificantDigits: 3 } : {}),
      ...(whole && !compact ? { maximumFractionDigits: 0, minimumFractionDigits: 0 } : {}),
    })
    formatters.set(key, made)
  }
  return made
}

/** Whole amounts are shown without decimals; `compact` gives €1.2M. */
export function formatMoney(money: Money, locale: string, compact = false) {
  const major = toMajor(money)
  try {
    return formatter(locale, money.currency, compact && Math.abs(major) >= 10_000, Number.isInteger(major)).format(
      major,
    )
  } catch {
    return `${major} ${money.currency}`
  }
}

/** How the locale marks thousands and decimals. */
export function separatorsOf(locale: string) {
  const parts = numberFormat(locale).formatToParts(12345.6)
  return {
    group: parts.find((p) => p.type === 'group')?.value ?? ',',
    decimal: parts.find((p) => p.type === 'decimal')?.value ?? '.',
  }
}

/**
 * Reads a number as a person of that locale types it: "1.234,50" in German, "1,234.50" in English.
 * Returns null when the text is no number.
 */
export function parseNumber(text: string, locale: string): number | null {
  const { group, decimal } = separatorsOf(locale)
  const plain = text
    .trim()
    .replace(/[\s\u00a0\u202f']/g, '')
    .split(group)
    .join('')
    .replace(decimal, '.')
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null
}

/** Reads an amount with an optional currency sign or code around it; null when there is no number in it. */
export function parseMoney(text: string, currency: string, locale: string): Money | null {
  const amount = parseNumber(text.replace(/[^\d.,'\s\u00a0\u202f+-]/g, ''), locale)
  return amount === null ? null : fromMajor(amount, currency)
}

export interface Sum {
  currency: string
  amount: number
}

/** Sums of several currencies as one, at the company's rates; `unrated` are missing in it. */
export interface Total extends Sum {
  unrated: string[]
}

/** Adds `amount` (may be negative) to the sum of its currency; sums that become zero stay, in place. */
export function addToSums(sums: Sum[], money: Money | null | undefined, factor = 1): Sum[] {
  if (!money) return sums
  const change = Math.round(money.amount * factor)
  if (!sums.some((sum) => sum.currency === money.currency))
    return [...sums, { currency: money.currency, amount: change }]
  return sums.map((sum) => (sum.currency === money.currency ? { ...sum, amount: sum.amount + change } : sum))
}
