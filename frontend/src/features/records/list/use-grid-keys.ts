import { useLingui } from '@lingui/react/macro'
import type { KeyboardEvent } from 'react'
import { useShortcuts } from '@/shared/shortcuts/registry'

export interface GridPosition {
  row: number
  /** Null: the row as a whole has the focus. */
  col: number | null
}

interface Options {
  position: GridPosition
  rowCount: number
  colCount: number
  pageSize: number
  selectable: boolean
  move: (position: GridPosition) => void
  open: (row: number) => void
  toggle: (row: number) => void
}

/** Where a key leads, or null when it is none of the grid's. */
function target(key: string, ctrl: boolean, options: Options): GridPosition | null {
  const { position, rowCount, colCount, pageSize } = options
  const { row, col } = position
  switch (key) {
    case 'ArrowDown':
      return { row: Math.min(row + 1, rowCount - 1), col }
    case 'ArrowUp':
      return { row: Math.max(row - 1, 0), col }
    case 'PageDown':
      return { row: Math.min(row + pageSize, rowCount - 1), col }
    case 'PageUp':
      return { row: Math.max(row - pageSize, 0), col }
    case 'ArrowRight':
      return { row, col: Math.min((col ?? 0) + 1, colCount - 1) }
    case 'ArrowLeft':
      return { row, col: col === null || col === 0 ? null : col - 1 }
    case 'Home':
      return ctrl || col === null ? { row: 0, col } : { row, col: 0 }
    case 'End':
      return ctrl || col === null ? { row: rowCount - 1, col } : { row, col: colCount - 1 }
    default:
      return null
  }
}

/** Keys inside the grid (arrows, Home, End, Page, Enter, Space) and on the page (j, k, x, Enter). */
export function useGridKeys(options: Options) {
  const { t } = useLingui()
  const { position, rowCount, selectable, move, open, toggle } = options
  const group = t`List`
  const step = (by: number) => {
    if (rowCount > 0) move({ row: Math.max(0, Math.min(position.row + by, rowCount - 1)), col: null })
  }
  useShortcuts([
    { keys: 'j', label: t`Next row`, group, run: () => step(1) },
    { keys: 'k', label: t`Previous row`, group, run: () => step(-1) },
    { keys: 'Enter', label: t`Open the record`, group, listOnly: true, run: () => undefined },
    { keys: 'Escape', label: t`Close the record`, group, listOnly: true, run: () => undefined },
    ...(selectable ? [{ keys: 'x', label: t`Mark the row`, group, run: () => toggle(position.row) }] : []),
  ])

  return (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.closest('button, [role=separator]')) return
    if (event.target instanceof HTMLInputElement && event.key === ' ') return
    if (event.key === 'Enter' || (event.key === 'F2' && rowCount > 0)) {
      event.preventDefault()
      open(position.row)
    } else if (event.key === ' ' && selectable) {
      event.preventDefault()
      toggle(position.row)
    } else if (event.key === 'Escape' && position.col !== null) {
      event.preventDefault()
      move({ row: position.row, col: null })
    } else {
      const next = target(event.key, event.ctrlKey || event.metaKey, options)
      if (!next || rowCount === 0) return
      event.preventDefault()
      move(next)
    }
  }
}
