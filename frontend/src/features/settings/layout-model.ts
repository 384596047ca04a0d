import type { ObjectType } from '@/shared/api/types'
import { TECHNICAL } from '@/shared/lib/record-value'
import type { LayoutSection } from './settings-api'

/** A section while it is edited; the id lets React and the pointer tell sections apart. */
export interface EditedSection {
  id: number
  label: string
  columns: number
  fields: string[]
}

export interface Place {
  section: number
  index: number
}

let counter = 0

export const newSection = (label: string, fields: string[] = []): EditedSection => ({
  id: ++counter,
  label,
  columns: 1,
  fields,
})

export const edited = (sections: LayoutSection[]): EditedSection[] =>
  sections.map((section) => ({ ...newSection(section.label, section.fields), columns: section.columns ?? 1 }))

export const toSections = (sections: EditedSection[]): LayoutSection[] =>
  sections.map(({ label, columns, fields }) => ({ label, columns, fields }))

/** Where a layout begins: as the record page is drawn now. */
export const fromObject = (object: ObjectType): EditedSection[] =>
  object.sections.map((section) => ({
    ...newSection(
      section.label,
      section.fields.filter((name) => !TECHNICAL.has(name)),
    ),
    columns: section.columns,
  }))

export function placeOf(sections: EditedSection[], field: string): Place | null {
  for (const [section, one] of sections.entries()) {
    const index = one.fields.indexOf(field)
    if (index >= 0) return { section, index }
  }
  return null
}

export const without = (sections: EditedSection[], field: string): EditedSection[] =>
  sections.map((one) => ({ ...one, fields: one.fields.filter((name) => name !== field) }))

/** Puts a field where it is wanted, out of wherever it was; `index` counts before it was taken out. */
export function moveField(sections: EditedSection[], field: string, to: Place): EditedSection[] {
  const from = placeOf(sections, field)
  const shift = from && from.section === to.section && from.index < to.index ? 1 : 0
  return without(sections, field).map((one, at) => {
    if (at !== to.section) return one
    const fields = [...one.fields]
    fields.splice(to.index - shift, 0, field)
    return { ...one, fields }
  })
}

/** One step up or down, over the border of its section if need be; the same where there is no more. */
export function stepField(sections: EditedSection[], field: string, by: -1 | 1): EditedSection[] {
  const from = placeOf(sections, field)
  if (!from) return sections
  const own = sections[from.section]?.fields.length ?? 0
  const index = from.index + by
  if (index >= 0 && index < own)
    return moveField(sections, field, { section: from.section, index: by > 0 ? index + 1 : index })
  const next = sections[from.section + by]
  if (!next) return sections
  return moveField(sections, field, { section: from.section + by, index: by > 0 ? 0 : next.fields.length })
}

export function stepSection(sections: EditedSection[], id: number, by: -1 | 1): EditedSection[] {
  const at = sections.findIndex((one) => one.id === id)
  const section = sections[at]
  if (!section || !sections[at + by]) return sections
  const rest = sections.filter((one) => one.id !== id)
  rest.splice(at + by, 0, section)
  return rest
}

/** Fields that stand nowhere yet. */
export const unplaced = (object: ObjectType, sections: EditedSection[]) =>
  object.fields.filter((field) => !TECHNICAL.has(field.name) && placeOf(sections, field.name) === null)
