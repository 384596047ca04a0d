import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { focusContent, isFocusLost } from '@/shared/lib/focus'

/**
 * On another screen what had the focus may be gone: the content has it then, so that Tab goes on there and the arrow
 * keys scroll it. What opens the app and what kept its focus stay as they are.
 */
export function useFocusOnScreen() {
  const screen = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef<string>(undefined)
  useEffect(() => {
    const changed = before.current !== undefined && before.current !== screen
    before.current = screen
    if (!changed) return
    const frame = requestAnimationFrame(() => {
      if (isFocusLost()) focusContent()
    })
    return () => cancelAnimationFrame(frame)
  }, [screen])
}
