import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useRef } from 'react'
import type { Segment } from './calendar-model'
import { swallowClick } from './use-grid-drag'
import type { Mover } from './use-move'

const THRESHOLD = 4

const dayUnder = (event: PointerEvent) =>
  document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-day]')?.dataset.day ?? null

/** Moving from one day to another by mouse or pen. Escape puts it back. */
export function useMonthDrag(move: Mover, onOver: (day: string | null) => void) {
  const held = useRef<{ segment: Segment; x: number; y: number; over: string | null; moved: boolean } | null>(null)
  useEffect(() => {
    const end = () => {
      const own = held.current
      held.current = null
      onOver(null)
      if (own?.moved) swallowClick()
      return own
    }
    const onMove = (event: PointerEvent) => {
      const own = held.current
      if (!own) return
      if (!own.moved && Math.hypot(event.clientX - own.x, event.clientY - own.y) < THRESHOLD) return
      own.moved = true
      own.over = dayUnder(event)
      onOver(own.over)
    }
    const onUp = () => {
      const own = end()
      if (own?.moved && own.over && own.over !== own.segment.day) move.toDay(own.segment.activity, own.over)
    }
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && held.current && end()
    window.addEventListener('pointermove', onMove)
    window.addEventListener('pointerup', onUp)
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('pointermove', onMove)
      window.removeEventListener('pointerup', onUp)
      window.removeEventListener('keydown', onKey)
    }
  }, [move, onOver])
  return useCallback((event: ReactPointerEvent<HTMLElement>, segment: Segment) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    held.current = { segment, x: event.clientX, y: event.clientY, over: null, moved: false }
  }, [])
}
