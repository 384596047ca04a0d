import { useObject } from '@/shared/api/catalogue'
import type { ObjectType } from '@/shared/api/types'

/** The field by which an activity belongs to this object; none where the reader may not see it. */
export function useLink(object: ObjectType) {
  const activities = useObject('activities')
  if (object.name === 'activities') return undefined
  return activities?.fields.find((field) => field.type === 'reference' && field.reference?.object === object.name)?.name
}

/** The same for whoever may log something. */
export function useLogLink(object: ObjectType) {
  const link = useLink(object)
  return useObject('activities')?.permissions.create ? link : undefined
}
