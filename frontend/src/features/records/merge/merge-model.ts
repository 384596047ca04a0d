import type { CrmRecord, Field, FieldValue, ObjectType } from '@/shared/api/types'
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

/** Fields of one value, and the list of further ones beside each. */
const PAIRS = [
  ['email', 'emails'],
  ['phone', 'phones'],
] as const

export interface Further {
  /** Of the list that they are added to. */
  label: string
  values: string[]
}

const plain = (value: FieldValue | undefined) =>
  String(value ?? '')
    .replaceAll(/\s/g, '')
    .toLowerCase()

/** The e-mails and phones that lose to another and stay as further ones: what the server does with them. */
export function further(object: ObjectType, records: CrmRecord[], survivor: string, chosen: Choices): Further[] {
  return PAIRS.flatMap(([one, list]) => {
    const [single, several] = [one, list].map((name) => choosable(object).find((field) => field.name === name))
    if (!single || !several) return []
    const taken = (field: Field) => {
      const id = chosen[field.name] ?? usual(field, records, survivor)
      const from = records.find((record) => record.id === id)
      return from ? fieldValue(from, field.name) : null
    }
    if (isBlank(taken(single))) return []
    const held = (taken(several) as { value: string }[] | null) ?? []
    const known = new Set([plain(taken(single)), ...held.map(({ value }) => plain(value))])
    const losing = records.map((record) => fieldValue(record, single.name)).filter((value) => !isBlank(value))
    const values = losing.filter((value) => !known.has(plain(value)) && known.add(plain(value))).map(String)
    return values.length > 0 ? [{ label: several.label, values }] : []
  })
}
