import type { Field, FieldValue, ObjectType } from '@/shared/api/types'
import { isWritable } from '@/shared/lib/record-value'

export interface FormSection {
  name: string
  label: string
  fields: Field[]
}

/** What a form asks for, in the order of the catalogue's sections. */
export function formSections(object: ObjectType): FormSection[] {
  const writable = object.fields.filter(isWritable).sort((a, b) => a.position - b.position)
  const named = object.sections.map(({ name, label }) => ({
    name,
    label,
    fields: writable.filter((field) => field.section === name),
  }))
  const known = new Set(object.sections.map((section) => section.name))
  const rest = writable.filter((field) => !known.has(field.section))
  return [...named, { name: '', label: '', fields: rest }].filter((section) => section.fields.length > 0)
}

export type FormValues = Record<string, FieldValue | undefined>

/** Defaults of the catalogue, overlaid with what the caller already knows. */
export function startValues(object: ObjectType, given: FormValues, me: { id: string; name: string }): FormValues {
  const values: FormValues = {}
  for (const field of object.fields.filter(isWritable)) {
    if (field.default !== null && field.default !== undefined) values[field.name] = field.default
    if (field.name === 'owner') values.owner = me
  }
  return { ...values, ...given }
}
