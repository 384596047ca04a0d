import { t } from '@lingui/core/macro'
import type { Address, Field, FieldValue, LabelledValue, Money } from '@/shared/api/types'
import { isBlank } from '@/shared/lib/record-value'

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

function isWebAddress(text: string) {
  try {
    const url = new URL(text.includes('://') ? text : `https://${text}`)
    return ['http:', 'https:'].includes(url.protocol) && url.hostname.includes('.')
  } catch {
    return false
  }
}

function wrongText(field: Field, text: string): string | null {
  const limit = field.max_length
  if (limit && text.length > limit) return t`Use at most ${limit} characters; this has ${text.length}.`
  if (field.type === 'email' && !EMAIL.test(text.trim())) return t`This is not an e-mail address.`
  if (field.type === 'url' && !isWebAddress(text.trim())) return t`This is not a web address.`
  if (field.type === 'phone' && !/\d/.test(text)) return t`This is not a phone number.`
  return null
}

/** A number with more digits than one of JavaScript holds is text. */
const DIGITS = /^-?\d+(\.\d+)?$/

function wrongNumber(field: Field, value: unknown): string | null {
  const number = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return t`Enter a number.`
  if (field.type === 'integer' && !Number.isInteger(number)) return t`Enter a whole number.`
  if (field.name === 'probability' && (number < 0 || number > 100)) return t`Enter a number from 0 to 100.`
  return null
}

function wrongEntries(field: Field, value: FieldValue): string | null {
  if (field.type === 'emails') {
    const wrong = (value as LabelledValue[]).find((entry) => !EMAIL.test(entry.value.trim()))
    return wrong ? t`“${wrong.value}” is not an e-mail address.` : null
  }
  if (field.type === 'phones' && (value as LabelledValue[]).some((entry) => !entry.value.trim()))
    return t`Fill in or remove the empty entry.`
  if (field.type === 'addresses' && (value as Address[]).some((a) => !Object.values(a).some(Boolean)))
    return t`Fill in or remove the empty entry.`
  return null
}

/** What is wrong with the value, in a sentence; null when nothing is. The server checks again. */
export function problemOf(field: Field, value: FieldValue | undefined): string | null {
  if (isBlank(value)) return field.required ? t`${field.label} is required.` : null
  switch (field.type) {
    case 'integer':
    case 'number':
      return wrongNumber(field, value)
    case 'money':
      return Number.isSafeInteger((value as Money).amount) ? null : t`Enter an amount.`
    case 'emails':
    case 'phones':
    case 'addresses':
      return wrongEntries(field, value as FieldValue)
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? null : t`Enter a date.`
    default:
      return typeof value === 'string' ? wrongText(field, value) : null
  }
}

/** The problems of all fields, by field name. */
export function problemsOf(fields: Field[], values: Record<string, FieldValue | undefined>) {
  const found: Record<string, string> = {}
  for (const field of fields) {
    const problem = problemOf(field, values[field.name])
    if (problem) found[field.name] = problem
  }
  return found
}
