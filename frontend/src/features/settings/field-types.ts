import { useLingui } from '@lingui/react/macro'
import type { Field, FieldType } from '@/shared/api/types'
import type { CustomField } from './settings-api'

/** What a new field can be, in the order of the form's list. */
export function useTypeLabels(): Record<string, string> {
  const { t } = useLingui()
  const labels: Partial<Record<FieldType | 'formula' | 'rollup', string>> = {
    text: t`Text`,
    longtext: t`Long text`,
    integer: t`Whole number`,
    number: t`Number`,
    money: t`Money`,
    date: t`Date`,
    datetime: t`Date and time`,
    boolean: t`Yes or no`,
    picklist: t`Pick list`,
    multipicklist: t`Pick list, several values`,
    email: t`E-mail address`,
    phone: t`Phone number`,
    url: t`Web address`,
    reference: t`Reference`,
    formula: t`Formula`,
    rollup: t`Roll-up`,
  }
  return labels as Record<string, string>
}

const WORDED = ['text', 'phone', 'url', 'email']

export const isComputed = (type: string) => type === 'formula' || type === 'rollup'
export const hasChoices = (type: string) => type === 'picklist' || type === 'multipicklist'
export const hasRange = (type: string) => ['integer', 'number', 'money', 'date', 'datetime'].includes(type)
export const hasLength = (type: string) => [...WORDED, 'longtext'].includes(type)
export const hasPattern = (type: string) => WORDED.includes(type)
export const canBeUnique = (type: string) =>
  [...WORDED, 'integer', 'date', 'datetime', 'picklist', 'reference'].includes(type)

/** Types whose values can become values of another one. */
export const CONVERTIBLE = [
  'text',
  'longtext',
  'integer',
  'number',
  'money',
  'date',
  'datetime',
  'boolean',
  'picklist',
  'multipicklist',
  'email',
  'phone',
  'url',
]

/** A field that exists only in this form, so that its values are put in as on a record. */
export const draftField = (type: string, label: string, part: Partial<Field> = {}): Field => ({
  name: label,
  label,
  type: type as FieldType,
  help: '',
  required: false,
  read_only: false,
  access: 'write',
  custom: true,
  filterable: false,
  sortable: false,
  searchable: false,
  unique: false,
  operators: [],
  choices: null,
  reference: null,
  default: null,
  max_length: null,
  section: '',
  position: 0,
  ...part,
})

export const isRetired = (field: CustomField) => field.retired_at !== null
