import { Popover, type PopoverProps } from '@mantine/core'
import { type KeyboardEvent, type SyntheticEvent, useEffect, useEffectEvent, useRef } from 'react'
import { Standing } from './standing'
import type { Dropped } from './use-drop'
import { useQuietRows } from './use-quiet-rows'

type Props = Dropped & Pick<PopoverProps, 'position' | 'width' | 'children'> & { label: string }

/** A field for a typed day says nothing of its calendar, which stands as long as it is open. */
const hasOpen = (target: HTMLElement) =>
  target.getAttribute('aria-expanded') === 'true' ||
  (target.matches('input[data-dates-input]') && document.querySelector('[data-dates-dropdown]') !== null)

/**
 * A panel under a button of `useDrop`, for what is more than a choice. A calendar or a list of
 * options that opens from it belongs to it wherever the document holds it: a click there closes
 * nothing, and Escape closes the innermost.
 */
export function DropPanel({ anchor, onClose, label, children, ...place }: Props) {
  useQuietRows(anchor)
  const panel = useRef<HTMLDivElement>(null)
  const own = useRef<Event | null>(null)
  const press = (event: SyntheticEvent) => {
    own.current = event.nativeEvent
  }
  const pressedAnywhere = useEffectEvent((event: Event) => {
    if (event !== own.current && !anchor.contains(event.target as Node)) onClose()
  })
  useEffect(() => {
    const listener = (event: Event) => pressedAnywhere(event)
    for (const kind of ['mousedown', 'touchstart']) document.addEventListener(kind, listener)
    return () => {
      for (const kind of ['mousedown', 'touchstart']) document.removeEventListener(kind, listener)
    }
  }, [])
  const onEscape = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    const isInner = !panel.current?.contains(target) || hasOpen(target)
    if (event.key === 'Escape' && !isInner) onClose()
  }
  return (
    <Popover opened closeOnClickOutside={false} closeOnEscape={false} trapFocus {...place}>
      <Popover.Target>
        <Standing element={anchor} />
      </Popover.Target>
      <Popover.Dropdown
        ref={panel}
        aria-label={label}
        onMouseDownCapture={press}
        onTouchStartCapture={press}
        onKeyDownCapture={onEscape}
      >
        {children}
      </Popover.Dropdown>
    </Popover>
  )
}
