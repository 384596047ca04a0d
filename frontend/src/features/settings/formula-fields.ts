import type { Field, ObjectType } from '@/shared/api/types'

const MANY = new Set(['emails', 'phones', 'addresses', 'multipicklist', 'reference'])

interface Pick {
  value: string
  label: string
}

const isReadable = (field: Field) => !MANY.has(field.type) && field.name !== 'deleted_at'

/** What a formula can read: the object's own fields, and those one reference further. */
export function formulaFields(object: string, catalogue: ObjectType[]): Pick[] {
  const own = catalogue.find((one) => one.name === object)
  if (!own) return []
  const direct = own.fields.filter(isReadable).map((field) => ({ value: field.name, label: field.label }))
  const further = own.fields.flatMap((field) => {
    if (field.type !== 'reference') return []
    const target = catalogue.find((one) => one.name === field.reference?.object)
    if (!target) return [{ value: `${field.name}.name`, label: `${field.label} › name` }]
    return target.fields
      .filter((one) => isReadable(one) && one.type !== ('id' as Field['type']))
      .map((one) => ({ value: `${field.name}.${one.name}`, label: `${field.label} › ${one.label}` }))
  })
  return [...direct.filter((one) => one.value !== 'id'), ...further]
}
