import type { Field, FieldValue, ObjectType } from '@/shared/api/types'
import { sectionFields } from '@/shared/lib/layout'
import { isWritable } from '@/shared/lib/record-value'

export interface FormSection {
  name: string
  label: string
  fields: Field[]
}

/**
 * What a form asks for, as the record page is laid out. Required fields that the layout leaves out
 * stand at its end, as nothing could be created without them.
 */
export function formSections(object: ObjectType): FormSection[] {
  const placed = object.sections.map((section) => ({
    name: section.name,
    label: section.label,
    fields: sectionFields(object, section).filter(isWritable),
  }))
  const shown = new Set(placed.flatMap((section) => section.fields))
  const missing = object.fields.filter((field) => isWritable(field) && field.required && !shown.has(field))
  return [...placed, { name: '', label: '', fields: missing }].filter((section) => section.fields.length > 0)
}

/** So many fields are drawn with the key that opens a form. */
const SEEN_FIRST = 6

/** The form's first section as far as that is seen at once. */
export const beginning = (sections: FormSection[]): FormSection[] =>
  sections.slice(0, 1).map((section) => ({ ...section, fields: section.fields.slice(0, SEEN_FIRST) }))

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
