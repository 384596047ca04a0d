import type { Field, ObjectType } from '@/shared/api/types'
import { TECHNICAL } from '@/shared/lib/record-value'

const GROUPABLE = new Set<Field['type']>([
  'picklist',
  'reference',
  'boolean',
  'date',
  'datetime',
  'text',
  'email',
  'phone',
  'url',
  'integer',
])
const SUMMED = new Set<Field['type']>(['money', 'number', 'integer'])
/** Numbers of which a sum says nothing. */
const NO_SUM = /year|probability|percent|position|number|version/

export const isGroupable = (field: Field) => GROUPABLE.has(field.type) && field.filterable && !TECHNICAL.has(field.name)

export const isSummed = (field: Field) => SUMMED.has(field.type) && !NO_SUM.test(field.name)

export const isPeriod = (field: Field) => field.type === 'date' || field.type === 'datetime'

export const UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Unit = (typeof UNITS)[number]

/** `created_at:month` as field and unit. */
export function parseGroup(text: string | undefined, object: ObjectType): { field: Field; unit: Unit } | undefined {
  const [path, unit] = (text ?? '').split(':')
  const field = object.fields.find((one) => one.name === path)
  if (!field || !isGroupable(field)) return undefined
  return { field, unit: UNITS.find((one) => one === unit) ?? 'month' }
}

/** The usual way to group by a field: dates by month. */
export const groupText = (field: Field, unit: Unit = 'month') =>
  isPeriod(field) ? `${field.name}:${unit}` : field.name
