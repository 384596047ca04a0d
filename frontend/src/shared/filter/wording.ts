import { useLingui } from '@lingui/react/macro'
import type { Field, Operator } from '@/shared/api/types'

const TEXTUAL = new Set<Field['type']>(['text', 'longtext', 'email', 'phone', 'url', 'emails', 'phones', 'addresses'])
const TEMPORAL = new Set<Field['type']>(['date', 'datetime'])

/** What an operator is called for a field of that type. */
export function useOperatorLabels() {
  const { t } = useLingui()
  return (op: Operator, type: Field['type']): string => {
    const temporal = TEMPORAL.has(type)
    const labels: Record<Operator, string> = {
      eq: TEXTUAL.has(type) ? t`is exactly` : t`is`,
      ne: t`is not`,
      in: type === 'multipicklist' ? t`has any of` : t`is any of`,
      nin: type === 'multipicklist' ? t`has none of` : t`is none of`,
      lt: temporal ? t`is before` : t`is less than`,
      lte: temporal ? t`is on or before` : t`is at most`,
      gt: temporal ? t`is after` : t`is more than`,
      gte: temporal ? t`is on or after` : t`is at least`,
      between: t`is between`,
      contains: type === 'multipicklist' ? t`has` : t`contains (exact case)`,
      icontains: t`contains`,
      startswith: t`starts with`,
      empty: t`is empty`,
      relative: t`is within`,
      was: t`was ever any of`,
    }
    // An address may name one that there is not.
    return labels[op] ?? op
  }
}

export function useRelativePeriods(): { value: string; label: string }[] {
  const { t } = useLingui()
  return [
    { value: 'today', label: t`Today` },
    { value: 'yesterday', label: t`Yesterday` },
    { value: 'tomorrow', label: t`Tomorrow` },
    { value: 'this_week', label: t`This week` },
    { value: 'last_week', label: t`Last week` },
    { value: 'next_week', label: t`Next week` },
    { value: 'this_month', label: t`This month` },
    { value: 'last_month', label: t`Last month` },
    { value: 'next_month', label: t`Next month` },
    { value: 'this_quarter', label: t`This quarter` },
    { value: 'last_quarter', label: t`Last quarter` },
    { value: 'next_quarter', label: t`Next quarter` },
    { value: 'this_year', label: t`This year` },
    { value: 'last_year', label: t`Last year` },
    { value: 'next_year', label: t`Next year` },
    { value: 'this_fiscal_quarter', label: t`This fiscal quarter` },
    { value: 'last_fiscal_quarter', label: t`Last fiscal quarter` },
    { value: 'next_fiscal_quarter', label: t`Next fiscal quarter` },
    { value: 'this_fiscal_year', label: t`This fiscal year` },
    { value: 'last_fiscal_year', label: t`Last fiscal year` },
    { value: 'next_fiscal_year', label: t`Next fiscal year` },
    { value: 'last_7_days', label: t`Last 7 days` },
    { value: 'last_30_days', label: t`Last 30 days` },
    { value: 'last_90_days', label: t`Last 90 days` },
    { value: 'last_365_days', label: t`Last 365 days` },
    { value: 'next_7_days', label: t`Next 7 days` },
    { value: 'next_30_days', label: t`Next 30 days` },
    { value: 'next_90_days', label: t`Next 90 days` },
  ]
}

/** `last_30_days` as its parts; null for a period with a name. */
export function countedPeriod(value: string) {
  const found = /^(last|next)_(\d{1,4})_(days|weeks|months|years)$/.exec(value)
  return found ? { side: found[1] as 'last' | 'next', count: Number(found[2]), unit: found[3] as PeriodUnit } : null
}

export type PeriodUnit = 'days' | 'weeks' | 'months' | 'years'

/** A relative period in words, whether it has a name or is counted. */
export function usePeriodText() {
  const { t } = useLingui()
  const named = useRelativePeriods()
  return (value: string): string => {
    const known = named.find((one) => one.value === value)
    if (known) return known.label.toLocaleLowerCase()
    const counted = countedPeriod(value)
    if (!counted) return value
    const { side, count } = counted
    const unit = { days: t`days`, weeks: t`weeks`, months: t`months`, years: t`years` }[counted.unit]
    return side === 'last' ? t`last ${count} ${unit}` : t`next ${count} ${unit}`
  }
}
