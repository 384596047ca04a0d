import { t } from '@lingui/core/macro'
import type { Field, Money } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { toMajor } from '@/shared/lib/money'
import { isBlank, isReference } from '@/shared/lib/record-value'
import { recurrenceText } from './recurrence'

export const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value

/** How the server writes a moment where no field tells that it is one. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** Where only the amount changed, the currency is not told again. */
const moneyText = (money: Money, format: Format) =>
  money.currency ? format.money(money) : format.number(toMajor({ ...money, currency: format.currency }))

function textOfObject(value: object, field: Field | undefined, format: Format): string {
  if (isMoney(value)) return moneyText(value, format)
  if (isReference(value)) return value.name ?? t`Not visible to you`
  if (!field)
    return Object.entries(value)
      .map(([name, one]) => `${name}: ${changeText(one, undefined, format)}`)
      .join(', ')
  return Object.values(value)
    .filter((part) => typeof part === 'string' && part)
    .join(', ')
}

/** An old or new value in words; never raw data. */
export function changeText(value: unknown, field: Field | undefined, format: Format): string {
  if (isBlank(value)) return t`empty`
  if (Array.isArray(value)) return value.map((one) => changeText(one, field, format)).join(', ')
  if (typeof value === 'object' && value !== null) return textOfObject(value, field, format) || t`empty`
  if (typeof value === 'boolean') return value ? t`Yes` : t`No`
  const text = String(value)
  switch (field?.type) {
    case 'date':
      return format.date(text)
    case 'datetime':
      return format.dateTime(text)
    case 'integer':
    case 'number':
      return Number.isFinite(Number(text)) ? format.number(Number(text)) : text
    case 'picklist':
    case 'multipicklist':
      return field.choices?.find((choice) => choice.value === text)?.label ?? text
    case 'reference':
      return /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(text) ? t`another record` : text
    default:
      if (!field && MOMENT.test(text)) return format.dateTime(text)
      return field?.format === 'recurrence' ? recurrenceText(text, format) : text
  }
}
