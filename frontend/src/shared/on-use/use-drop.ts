import { type MouseEvent, useState } from 'react'

/** The state of what drops down from a button; its content is an `onUse` part with a `DropMenu` or a `DropPanel`. */
export function useDrop(kind: 'menu' | 'dialog') {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const close = () => {
    anchor?.focus({ preventScroll: true })
    setAnchor(null)
  }
  const button = {
    'aria-haspopup': kind,
    'aria-expanded': anchor !== null,
    onClick: (event: MouseEvent<HTMLElement>) => (anchor ? close() : setAnchor(event.currentTarget)),
  } as const
  return { anchor, close, button }
}

/** What every part that drops down is given. */
export interface Dropped {
  anchor: HTMLElement
  onClose: () => void
}
