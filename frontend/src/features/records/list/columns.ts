import type { Field, ObjectType, ViewColumn } from '@/shared/api/types'
import { fieldByName } from '@/shared/lib/record-value'

export interface Column {
  field: Field
  width: number
  pinned: boolean
}

const WIDTHS: Partial<Record<Field['type'], number>> = {
  money: 140,
  integer: 110,
  number: 110,
  date: 130,
  datetime: 140,
  boolean: 100,
  picklist: 140,
  reference: 180,
  email: 220,
  longtext: 260,
  addresses: 240,
}

export function defaultWidth(field: Field, object: ObjectType) {
  return field.name === object.title_field ? 260 : (WIDTHS[field.type] ?? 170)
}

/** What is kept, as columns: unknown fields drop out, the title is always there, pinned ones come first. */
export function columnsOf(kept: ViewColumn[] | null, object: ObjectType): Column[] {
  const wanted = kept?.length ? kept : object.default_columns.map((field) => ({ field }) as ViewColumn)
  const known = wanted.flatMap(({ field: name, width, pinned }) => {
    const field = fieldByName(object.fields, name)
    return field ? [{ field, width: width ?? defaultWidth(field, object), pinned: pinned ?? false }] : []
  })
  const title = fieldByName(object.fields, object.title_field)
  const whole =
    title && !known.some((column) => column.field === title)
      ? [{ field: title, width: defaultWidth(title, object), pinned: false }, ...known]
      : known
  return [...whole.filter((column) => column.pinned), ...whole.filter((column) => !column.pinned)]
}
