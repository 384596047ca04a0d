import { useEffect, useState } from 'react'
import { focusContent, isFocusLost } from '@/shared/lib/focus'

/**
 * Gives the focus back to what had it when the component came, once the component is gone and took the focus with it.
 * It stays where somebody else has put it meanwhile, and goes to the content where what had it is gone as well.
 */
export function useFocusBack() {
  const [origin] = useState(() => (isFocusLost() ? null : document.activeElement))
  useEffect(
    () => () => {
      if (origin === null) return
      requestAnimationFrame(() => {
        if (!isFocusLost()) return
        if (origin instanceof HTMLElement && origin.isConnected) origin.focus({ preventScroll: true })
        else focusContent()
      })
    },
    [origin],
  )
}
