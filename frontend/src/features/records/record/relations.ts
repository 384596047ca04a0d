import type { Field, ObjectType } from '@/shared/api/types'

export interface Relation {
  object: ObjectType
  field: Field
}

/** Every object that points at this one, by every field that does; activities stand in the timeline. */
export function relationsOf(object: ObjectType, catalogue: ObjectType[]): Relation[] {
  return catalogue
    .filter((other) => other.permissions.read && other.name !== 'activities')
    .flatMap((other) =>
      other.fields
        .filter((field) => field.type === 'reference' && field.filterable && field.reference?.object === object.name)
        .filter((field) => !field.name.startsWith('converted_'))
        .map((field) => ({ object: other, field })),
    )
}
