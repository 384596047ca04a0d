import { useLingui } from '@lingui/react/macro'
import { ACTIVITIES } from '@/shared/activities/activity'
import { useObject } from '@/shared/api/catalogue'
import type { ObjectType } from '@/shared/api/types'

/** The kinds that an object's timeline can be narrowed to: activities only where they can belong to it. */
export function useKindLabels(object: ObjectType): [string, string][] {
  const { t } = useLingui()
  const subjects = useObject(ACTIVITIES)?.subjects ?? {}
  const activities: [string, string][] = [
    ['note', t`Notes`],
    ['call', t`Calls`],
    ['email', t`E-mails`],
    ['meeting', t`Meetings`],
    ['task', t`Tasks`],
  ]
  return [
    ...(object.name in subjects ? activities : []),
    ['file', t`Files`],
    ...(object.features.includes('pipeline') ? ([['stage', t`Stages`]] as [string, string][]) : []),
    ['change,created,deleted,restored', t`Changes`],
  ]
}
