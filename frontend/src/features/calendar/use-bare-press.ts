import { type PointerEvent, useRef } from 'react'

type Bare = PointerEvent<HTMLElement>
const isBare = (event: Bare) => event.target === event.currentTarget

/** A press that begins and ends on the bare ground of one element: what is dragged there and dropped is none. */
export function useBarePress(onPress: (event: Bare) => void) {
  const pressed = useRef<HTMLElement | null>(null)
  return {
    onPointerDown: (event: Bare) => {
      pressed.current = isBare(event) ? event.currentTarget : null
    },
    onPointerUp: (event: Bare) => {
      const began = pressed.current
      pressed.current = null
      if (isBare(event) && began === event.currentTarget) onPress(event)
    },
  }
}
