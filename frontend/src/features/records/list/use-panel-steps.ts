import { useEffect, useRef } from 'react'
import { panelSteps } from '@/shared/lib/panel-steps'
import type { GridItem } from './grid-items'
import type { GridPosition } from './use-grid-keys'

/** Tells the open panel which records stand before and after its own. */
export function usePanelSteps(items: GridItem[], openId: string | undefined, move: (to: GridPosition) => void) {
  const latest = useRef(move)
  latest.current = move
  const at = openId === undefined ? -1 : items.findIndex((item) => item.kind === 'record' && item.key === openId)
  const before = at > 0 && items[at - 1]?.kind === 'record'
  const after = at >= 0 && items[at + 1]?.kind === 'record'
  useEffect(() => {
    if (at < 0) return
    const step = (by: number) => () => latest.current({ row: at + by, col: null })
    panelSteps.set({ previous: before ? step(-1) : null, next: after ? step(1) : null })
    return () => panelSteps.set(null)
  }, [at, before, after])
}
