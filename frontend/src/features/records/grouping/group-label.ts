import { useLingui } from '@lingui/react/macro'
import type { Field, FieldSums, RecordGroup } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'
import { isPeriod, type Unit } from './group-options'

function periodText(day: string, unit: Unit, format: Format, label: string) {
  const date = new Date(`${day}T12:00:00Z`)
  const told = (options: Intl.DateTimeFormatOptions) =>
    dateTimeFormat(format.locale, { timeZone: 'UTC', ...options }).format(date)
  if (unit === 'day') return format.date(day)
  if (unit === 'month') return told({ month: 'long', year: 'numeric' })
  if (unit === 'year') return told({ year: 'numeric' })
  return label.replace('-', ' ')
}

/** What a group is called. */
export function useGroupLabel() {
  const { t } = useLingui()
  return (group: RecordGroup, field: Field, unit: Unit, format: Format): string => {
    if (group.value === null) {
      const isEmpty = 'op' in group.filter && group.filter.op === 'empty'
      return isEmpty ? t`Without ${field.label}` : t`No longer offered`
    }
    if (field.type === 'boolean') return group.value ? t`Yes` : t`No`
    if (isPeriod(field)) return periodText(String(group.value), unit, format, group.label ?? '')
    return group.label ?? t`Not visible to you`
  }
}

/** The sums of one field, one part a currency; one total before them where the rates give it. */
export function sumTexts(sums: FieldSums[], field: string, format: Format): string[] {
  const found = sums.find((one) => one.field === field)
  const parts = (found?.sums ?? []).map((sum) =>
    sum.currency ? format.money({ amount: sum.amount ?? 0, currency: sum.currency }) : format.number(sum.value ?? 0),
  )
  return found?.total ? [`≈ ${format.money(found.total)}`, ...parts] : parts
}
