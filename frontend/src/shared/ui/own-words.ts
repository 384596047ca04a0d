import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'

/** Blanks are no name and no address; of a password they may be a part. */
const lacks = (one: HTMLInputElement) =>
  !one.validity.valid || (one.required && one.type !== 'password' && one.value.trim() === '')

/** What a form lacks, said beside its fields in the app's words: the browser's own stand over the page, in its language. */
export function useOwnWords() {
  const { t } = useLingui()
  const [faults, setFaults] = useState<Record<string, string>>({})
  const isComplete = (form: HTMLFormElement) => {
    const found = [...form.querySelectorAll<HTMLInputElement>('input[name]')].filter(lacks)
    const words = (one: HTMLInputElement) =>
      one.validity.typeMismatch ? t`This is not an e-mail address.` : t`This must not be empty.`
    setFaults(Object.fromEntries(found.map((one) => [one.name, words(one)])))
    found[0]?.focus()
    return found.length === 0
  }
  return { faults, isComplete }
}
