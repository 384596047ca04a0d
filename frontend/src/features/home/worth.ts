import { toMajor } from '@/shared/lib/money'
import type { Sums, Tile } from './home-api'

/** What adds up: one sum for each currency, and by the company's rates a total of them all. */
export interface Worth {
  sums?: Sums | undefined
  total?: Tile['total'] | undefined
  weighted_total?: Tile['weighted_total'] | undefined
}

/** The amount in that currency; zero where nothing is in it. */
const inCurrency = (sums: Sums, currency: string) => sums.find((sum) => sum.currency === currency)?.amount ?? 0

/** The total where there is one, else the amount in that currency alone. */
export const amountIn = ({ sums = [], total }: Worth, currency: string) =>
  total?.currency === currency ? total.amount : inCurrency(sums, currency)

/** The company's own currency where something is in it or comes to it, else the one with the most. */
export const mainCurrency = ({ sums = [], total }: Worth, own: string) =>
  total || sums.some((sum) => sum.currency === own) ? own : (sums[0]?.currency ?? own)

/** Weighted amounts: the total by the rates, else one for each currency, the main one first. */
export function weightedOf({ sums = [], weighted_total }: Worth, main: string) {
  if (weighted_total) return [weighted_total]
  return sums
    .flatMap(({ currency, weighted }) => (weighted == null ? [] : [{ currency, amount: weighted }]))
    .sort((one, other) => Number(other.currency === main) - Number(one.currency === main))
}

/** The one currency in which a chart is drawn, over all of its groups. */
export function chartCurrency(groups: Worth[], own: string) {
  const all = groups.flatMap((group) => group.sums ?? [])
  if (all.length === 0 || groups.some((group) => group.total) || all.some((sum) => sum.currency === own)) return own
  const totals = new Map<string, number>()
  for (const sum of all) totals.set(sum.currency, (totals.get(sum.currency) ?? 0) + toMajor(sum))
  return [...totals].sort(([, a], [, b]) => b - a)[0]?.[0] ?? own
}

/** Currencies that a chart in `drawn` leaves out. */
export const otherCurrencies = (groups: Worth[], drawn: string) => [
  ...new Set(
    groups.flatMap(({ sums = [], total }) =>
      total ? total.unrated : sums.map((sum) => sum.currency).filter((one) => one !== drawn),
    ),
  ),
]

/** By how much now differs from before, as a part of before; null where there was nothing. */
export const changeOf = (now: number, before: number) => (before === 0 ? null : (now - before) / Math.abs(before))
