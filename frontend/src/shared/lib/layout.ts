import type { Field, ObjectType, Section } from '@/shared/api/types'

/** The fields of a section in the order of its layout. */
export function sectionFields(object: ObjectType, section: Section): Field[] {
  const byName = new Map(object.fields.map((field) => [field.name, field]))
  return section.fields.map((name) => byName.get(name)).filter((field) => field !== undefined)
}
