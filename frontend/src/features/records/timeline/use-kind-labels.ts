import { useLingui } from '@lingui/react/macro'
import type { ObjectType } from '@/shared/api/types'

/** The kinds that an object's timeline can be narrowed to. */
export function useKindLabels(object: ObjectType): [string, string][] {
  const { t } = useLingui()
  return [
    ['note', t`Notes`],
    ['call', t`Calls`],
    ['email', t`E-mails`],
    ['meeting', t`Meetings`],
    ['task', t`Tasks`],
    ['file', t`Files`],
    ...(object.features.includes('board') ? ([['stage', t`Stages`]] as [string, string][]) : []),
    ['change,created,deleted,restored', t`Changes`],
  ]
}
