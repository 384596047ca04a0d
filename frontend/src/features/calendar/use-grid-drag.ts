import { type PointerEvent as ReactPointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { type Segment, STEP, snapped } from './calendar-model'
import { lengthOf, type Mover } from './use-move'

export interface Preview {
  id: string
  day: string
  start: number
  end: number
}

type Mode = 'move' | 'resize'
/** Below this it is a click. */
const THRESHOLD = 4
const EDGE = 40

interface Held {
  segment: Segment
  mode: Mode
  x: number
  y: number
  /** Minutes between its beginning and the pointer. */
  offset: number
  moved: boolean
}

interface Options {
  days: string[]
  /** The columns of the days, from midnight to midnight. */
  grid: RefObject<HTMLElement | null>
  scroller: RefObject<HTMLElement | null>
  move: Mover
}

/** Moving and stretching by mouse or pen, in steps of a quarter of an hour. Escape puts it back. */
export function useGridDrag({ days, grid, scroller, move }: Options) {
  const held = useRef<Held | null>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const shown = useRef<Preview | null>(null)
  const show = useCallback((next: Preview | null) => {
    shown.current = next
    setPreview(next)
  }, [])

  const pointed = useCallback(
    (event: { clientX: number; clientY: number }) => {
      const box = grid.current?.getBoundingClientRect()
      if (!box) return null
      const column = Math.floor(((event.clientX - box.left) / box.width) * days.length)
      const day = days[Math.min(days.length - 1, Math.max(0, column))]
      return day ? { day, minutes: ((event.clientY - box.top) / box.height) * 1440 } : null
    },
    [grid, days],
  )

  useEffect(() => {
    const onMove = (event: PointerEvent) => {
      const own = held.current
      if (!own) return
      if (!own.moved && Math.hypot(event.clientX - own.x, event.clientY - own.y) < THRESHOLD) return
      own.moved = true
      scrollAtEdge(scroller.current, event.clientY)
      const at = pointed(event)
      if (at) show(previewOf(own, at))
    }
    const onUp = () => {
      const own = held.current
      const last = shown.current
      held.current = null
      show(null)
      if (!own?.moved || !last) return
      swallowClick()
      drop(own, last, move)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !held.current) return
      held.current = null
      show(null)
      swallowClick()
    }
    window.addEventListener('pointermove', onMove)
    window.addEventListener('pointerup', onUp)
    window.addEventListener('pointercancel', onUp)
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('pointermove', onMove)
      window.removeEventListener('pointerup', onUp)
      window.removeEventListener('pointercancel', onUp)
      window.removeEventListener('keydown', onKey)
    }
  }, [pointed, scroller, move, show])

  const grab = useCallback(
    (event: ReactPointerEvent<HTMLElement>, segment: Segment, mode: Mode) => {
      if (event.button !== 0 || event.pointerType === 'touch') return
      const at = pointed(event)
      if (!at) return
      held.current = {
        segment,
        mode,
        x: event.clientX,
        y: event.clientY,
        offset: at.minutes - segment.start,
        moved: false,
      }
    },
    [pointed],
  )
  return { preview, grab, pointed }
}

function previewOf({ segment, mode, offset }: Held, at: { day: string; minutes: number }): Preview {
  const { id } = segment.activity
  if (mode === 'resize') {
    const end = Math.min(1440, Math.max(segment.start + STEP, snapped(at.minutes)))
    return { id, day: segment.day, start: segment.start, end }
  }
  const start = Math.min(1440 - STEP, Math.max(0, snapped(at.minutes - offset)))
  return { id, day: at.day, start, end: Math.min(1440, start + lengthOf(segment.activity)) }
}

function drop({ segment, mode }: Held, { day, start, end }: Preview, move: Mover) {
  if (mode === 'resize') {
    if (end !== segment.end) move.toLength(segment.activity, lengthOf(segment.activity) + end - segment.end)
  } else if (day !== segment.day || start !== segment.start) move.toTime(segment.activity, day, start)
}

function scrollAtEdge(scroller: HTMLElement | null, y: number) {
  const box = scroller?.getBoundingClientRect()
  if (!scroller || !box) return
  if (y < box.top + EDGE) scroller.scrollBy({ top: -12 })
  if (y > box.bottom - EDGE) scroller.scrollBy({ top: 12 })
}

const NEXT = ['pointerdown', 'keydown'] as const

/** What was dragged is not clicked as well. The click may come late, but before whatever is pressed next. */
export function swallowClick() {
  const rest = () => {
    window.removeEventListener('click', stop, { capture: true })
    for (const name of NEXT) window.removeEventListener(name, rest, { capture: true })
  }
  const stop = (event: Event) => {
    event.stopPropagation()
    event.preventDefault()
    rest()
  }
  window.addEventListener('click', stop, { capture: true })
  for (const name of NEXT) window.addEventListener(name, rest, { capture: true })
}
