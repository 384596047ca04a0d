import type { CrmRecord, Field, FieldValue, ObjectType, Reference } from '@/shared/api/types'

const CUSTOM = 'custom.'

/** The value of a field, custom ones (`custom.tier`) included; undefined when the answer did not carry it. */
export function fieldValue(record: CrmRecord, field: string): FieldValue | undefined {
  if (field.startsWith(CUSTOM)) return record.custom?.[field.slice(CUSTOM.length)]
  return record[field] as FieldValue | undefined
}

/** Whether this person may do it to this very record, as far as that is known; their rights on the object come first. */
export const may = (verb: 'update' | 'delete', record: { allow?: string[] | undefined } | undefined) =>
  record?.allow?.includes(verb) ?? true

/** A copy of the record with that field changed. */
export function withValue(record: CrmRecord, field: string, value: FieldValue): CrmRecord {
  if (!field.startsWith(CUSTOM)) return { ...record, [field]: value }
  return { ...record, custom: { ...record.custom, [field.slice(CUSTOM.length)]: value } }
}

export const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && 'id' in value && 'name' in value

/** What the API takes: references as their id, custom fields nested. */
export function toPayload(values: Record<string, FieldValue | undefined>): Record<string, unknown> {
  const payload: Record<string, unknown> = {}
  const custom: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(values)) {
    if (value === undefined) continue
    const sent = isReference(value) ? value.id : value
    if (field.startsWith(CUSTOM)) custom[field.slice(CUSTOM.length)] = sent
    else payload[field] = sent
  }
  return Object.keys(custom).length ? { ...payload, custom } : payload
}

/** Fields that programs need and people do not. */
export const TECHNICAL = new Set(['id', 'version', 'deleted_at'])

export const isBlank = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** Equality as the user sees it: blank is blank, and a reference is its id. */
export function sameValue(a: unknown, b: unknown) {
  if (isBlank(a) && isBlank(b)) return true
  if (isReference(a) && isReference(b)) return a.id === b.id
  return JSON.stringify(a) === JSON.stringify(b)
}

export function titleOf(record: CrmRecord, titleField: string): string {
  const title = fieldValue(record, titleField)
  return typeof title === 'string' || typeof title === 'number' ? String(title) : ''
}

/** The title as people read it: a choice by its label. */
export function shownTitle(record: CrmRecord, object: Pick<ObjectType, 'fields' | 'title_field'>): string {
  const title = titleOf(record, object.title_field)
  const choices = fieldByName(object.fields, object.title_field)?.choices
  return choices?.find((choice) => choice.value === title)?.label ?? title
}

export const fieldByName = (fields: Field[], name: string) => fields.find((field) => field.name === name)

export const isWritable = (field: Field) => field.access === 'write' && !field.read_only
