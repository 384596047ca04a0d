import {
  cloneElement,
  type HTMLAttributes,
  type PointerEvent,
  type ReactElement,
  type Ref,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { whenShown } from '@/shared/on-use/on-use'

type Anchor = HTMLAttributes<HTMLElement> & { ref?: Ref<HTMLElement> }

const Bubble = whenShown(() => import('./tip-bubble').then((part) => part.TipBubble))
const DELAY_MS = 150

/**
 * Says more about its one child, an element, when one points at it, comes to it by Tab or taps it; Escape puts it away.
 * Until then it costs nothing: a screen may have dozens.
 */
export function Tip({ label, children }: { label: string; children: ReactElement<Anchor> }) {
  const [opened, setOpened] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const anchor = useRef<HTMLElement>(null)
  const id = useId()
  const set = (open: boolean, after = 0) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpened(open), after)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    if (!opened) return
    const left = new AbortController()
    const { signal } = left
    document.addEventListener('keydown', ({ key }) => key === 'Escape' && setOpened(false), { signal })
    // A tap moves no focus everywhere.
    const elsewhere = ({ target }: Event) => !anchor.current?.contains(target as Node) && setOpened(false)
    document.addEventListener('pointerdown', elsewhere, { signal })
    return () => left.abort()
  }, [opened])
  const child = cloneElement(children, {
    ref: anchor,
    'aria-describedby': opened ? id : undefined,
    onPointerEnter: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && set(true, DELAY_MS),
    onPointerLeave: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && set(false, DELAY_MS),
    onFocus: () => set(true),
    onBlur: () => set(false),
    onClick: () => set(true),
  })
  return (
    <>
      {child}
      {opened && anchor.current && (
        <Bubble
          id={id}
          label={label}
          target={anchor.current}
          onPointerEnter={() => set(true)}
          onPointerLeave={() => set(false, DELAY_MS)}
        />
      )}
    </>
  )
}
