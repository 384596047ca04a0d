import { useEffect, useRef } from 'react'
import { isFocusFree } from '@/shared/lib/focus'
import { panelSteps } from '@/shared/lib/panel-steps'
import { type Board, findCard } from './board-model'

/** The open panel's neighbours are those of its card's column; the focus returns to the card. */
export function useCardSteps(
  board: Board | undefined,
  openId: string | undefined,
  open: (id: string, replace: boolean) => void,
) {
  const place = board && openId ? findCard(board, openId) : null
  const cards = place ? board?.stages[place.stage]?.cards : undefined
  const before = place ? cards?.[place.index - 1]?.id : undefined
  const after = place ? cards?.[place.index + 1]?.id : undefined
  const found = place !== null
  useEffect(() => {
    if (!found) return
    const step = (id: string | undefined) => (id ? () => open(id, true) : null)
    panelSteps.set({ previous: step(before), next: step(after) })
    return () => panelSteps.set(null)
  }, [found, before, after, open])
  const last = useRef(openId)
  useEffect(() => {
    const closed = openId === undefined ? last.current : undefined
    last.current = openId
    if (!closed) return
    const frame = requestAnimationFrame(() => {
      if (!isFocusFree()) return
      document.querySelector<HTMLElement>(`[data-card="${CSS.escape(closed)}"]`)?.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [openId])
}
