import { useObject } from '@/shared/api/catalogue'
import type { ObjectType } from '@/shared/api/types'

/** The field by which an activity belongs to this object; without one there is nothing to log. */
export function useLink(object: ObjectType) {
  const activities = useObject('activities')
  if (!activities?.permissions.create || object.name === 'activities') return undefined
  return activities.fields.find((field) => field.type === 'reference' && field.reference?.object === object.name)?.name
}
