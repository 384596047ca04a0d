import { useLingui } from '@lingui/react/macro'
import { useCatalogue } from '@/shared/api/catalogue'

/** What an API key may, in words: `accounts.write` → “Accounts: read and change”. */
export function useKeyScopes() {
  const { t } = useLingui()
  const objects = useCatalogue()
  const scopeLabel = (scope: string) => {
    if (scope === 'all') return t`Read and change everything`
    if (scope === 'read') return t`Only read`
    const [name, verb] = scope.split('.')
    const label = objects.find((object) => object.name === name)?.label_plural ?? name ?? ''
    return verb === 'write' ? t`${label}: read and change` : t`${label}: only read`
  }
  // What is a part of a record, such as a line item, follows it.
  const choices = objects
    .filter((object) => object.navigation || object.custom)
    .flatMap((object) =>
      ['read', 'write'].map((verb) => {
        const value = `${object.name}.${verb}`
        return { value, label: scopeLabel(value) }
      }),
    )
  return { scopeLabel, choices }
}
