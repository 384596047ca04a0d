import { useLingui } from '@lingui/react/macro'
import { useCatalogue } from '@/shared/api/catalogue'
import { useMe } from '@/shared/api/me'
import { PEOPLE, type Target } from './mapping'

/** What a file may be imported as. The first is shown where nothing in the file speaks for one. */
export function useObjectChoices(): Target[] {
  const { t } = useLingui()
  const me = useMe()
  const objects = useCatalogue()
    .filter((object) => object.permissions.create)
    .map(({ name, label_plural }) => ({ value: name, label: label_plural }))
  return me.rights.includes('settings') ? [...objects, { value: PEOPLE, label: t`Users and teams` }] : objects
}
