import { ACTIVITIES } from '@/shared/activities/activity'
import { useObject } from '@/shared/api/catalogue'
import type { ObjectType } from '@/shared/api/types'

/** The field by which an activity belongs to this object; none where the reader may not see it. */
export const useLink = (object: ObjectType) => useObject(ACTIVITIES)?.subjects?.[object.name]

/** The same for whoever may log something. */
export function useLogLink(object: ObjectType) {
  const link = useLink(object)
  return useObject(ACTIVITIES)?.permissions.create ? link : undefined
}
