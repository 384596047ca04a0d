import type { CrmRecord, Field, ObjectType } from '@/shared/api/types'
import { fieldValue, isBlank, isWritable, sameValue, TECHNICAL } from '@/shared/lib/record-value'

/** Field → the record whose value is taken. */
export type Choices = Record<string, string>

/** What can be chosen: what people write. The rest follows from it or stays the survivor's. */
export const choosable = (object: ObjectType) =>
  object.fields.filter((field) => isWritable(field) && !field.computed && !TECHNICAL.has(field.name))

export const differs = (field: Field, records: CrmRecord[]) =>
  records.some((record) => !sameValue(fieldValue(record, field.name), fieldValue(records[0] as CrmRecord, field.name)))

/** Whose value a field gets when nobody decides: the survivor's, else that of the first that has one. */
export function usual(field: Field, records: CrmRecord[], survivor: string) {
  const filled = records.filter((record) => !isBlank(fieldValue(record, field.name)))
  return (filled.find((record) => record.id === survivor) ?? filled[0])?.id ?? survivor
}

/** What is sent: of every field that differs, whose value it gets. */
export function decided(fields: Field[], records: CrmRecord[], survivor: string, chosen: Choices): Choices {
  const open = fields.filter((field) => differs(field, records))
  return Object.fromEntries(open.map((field) => [field.name, chosen[field.name] ?? usual(field, records, survivor)]))
}
