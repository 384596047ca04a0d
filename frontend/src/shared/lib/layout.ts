import type { Field, ObjectType, Section } from '@/shared/api/types'

/** The fields of a section in the order of its layout. */
export function sectionFields(object: ObjectType, section: Section): Field[] {
  const byName = new Map(object.fields.map((field) => [field.name, field]))
  return section.fields.map((name) => byName.get(name)).filter((field) => field !== undefined)
}

/** The only section of a layout has a heading where somebody named it: by itself it is called like the object. */
export const showsTitle = (label: string, sections: number, object: ObjectType) =>
  label !== '' && (sections > 1 || label !== object.label)
