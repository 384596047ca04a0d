import { toMajor } from '@/shared/lib/money'
import type { Sums } from './home-api'

/** The amount in that currency; zero where nothing is in it. */
export const amountIn = (sums: Sums, currency: string) => sums.find((sum) => sum.currency === currency)?.amount ?? 0

/** The tenant's own currency where there is something in it, else the one with the most. */
export const mainCurrency = (sums: Sums, own: string) =>
  sums.some((sum) => sum.currency === own) ? own : (sums[0]?.currency ?? own)

/** The one currency in which a chart is drawn, over all of its groups. */
export function chartCurrency(groups: { sums: Sums }[], own: string) {
  const all = groups.flatMap((group) => group.sums)
  if (all.length === 0 || all.some((sum) => sum.currency === own)) return own
  const totals = new Map<string, number>()
  for (const sum of all) totals.set(sum.currency, (totals.get(sum.currency) ?? 0) + toMajor(sum))
  return [...totals].sort(([, a], [, b]) => b - a)[0]?.[0] ?? own
}

export const otherCurrencies = (groups: { sums: Sums }[], drawn: string) => [
  ...new Set(groups.flatMap((group) => group.sums.map((sum) => sum.currency)).filter((one) => one !== drawn)),
]

/** By how much now differs from before, as a part of before; null where there was nothing. */
export const changeOf = (now: number, before: number) => (before === 0 ? null : (now - before) / Math.abs(before))
