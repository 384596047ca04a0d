import { useCallback, useEffect, useRef, useState } from 'react'
import { isFocusFree } from '@/shared/lib/focus'
import type { GridPosition } from './use-grid-keys'

/** Where each list was left, so that coming back finds the same rows in view. */
const places = new Map<string, { top: number; row: number }>()
export const placeOf = (key: string) => places.get(key)
export const keepPlace = (key: string, top: number, row: number) => places.set(key, { top, row })

/** Follows focus: the row (or cell) that became active is scrolled to and focused. */
export function useActivePosition(placeKey: string, openId: string | undefined, scroll: (row: number) => void) {
  const [position, setPosition] = useState<GridPosition>({ row: placeOf(placeKey)?.row ?? 0, col: null })
  const wanted = useRef(false)
  const root = useRef<HTMLDivElement>(null)
  const move = useCallback(
    (next: GridPosition) => {
      wanted.current = true
      setPosition(next)
      scroll(next.row)
    },
    [scroll],
  )
  useEffect(() => {
    if (!wanted.current) return
    wanted.current = false
    const frame = requestAnimationFrame(() => {
      const row = root.current?.querySelector<HTMLElement>(`[data-row="${position.row}"]`)
      const cell = position.col === null ? row : row?.querySelector<HTMLElement>(`[data-col="${position.col}"]`)
      cell?.focus({ preventScroll: position.col === null })
    })
    return () => cancelAnimationFrame(frame)
  }, [position])
  // Coming back, from a record's page or out of its panel, finds the row again that was left.
  const wasOpen = useRef(openId !== undefined || placeOf(placeKey) !== undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the panel closes, or the list appears
  useEffect(() => {
    const closed = openId === undefined && wasOpen.current
    wasOpen.current = openId !== undefined
    if (!closed) return
    const frame = requestAnimationFrame(() => {
      if (!isFocusFree()) return
      root.current?.querySelector<HTMLElement>(`[data-row="${position.row}"]`)?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  }, [openId])
  return { root, position, setPosition, move }
}
