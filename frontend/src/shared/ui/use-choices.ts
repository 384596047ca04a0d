import { useState } from 'react'

/**
 * For a field with a list of choices: these are drawn once somebody comes to the field, not with the form, which has
 * ten such fields. From then on they stay, since keys and readers of screens look for them before the list opens.
 */
export function useChoices() {
  const [isMet, setMet] = useState(false)
  return { keepMounted: isMet, meet: () => setMet(true) }
}
