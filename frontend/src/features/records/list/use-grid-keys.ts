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
  /** Marks the row; `extend`: and all from the last one marked. */
  toggle: (row: number, extend: boolean) => void
  /** Marks both rows, or takes the mark from the one that is left when the way leads back. */
  stretch: (from: number, to: number) => void
  /** Begins to edit the cell; false where it can't be edited. */
  edit: (position: GridPosition) => boolean
  copy: (position: GridPosition) => void
  paste: (position: GridPosition) => void
  /** Opens or closes the group whose head the row is; false for other rows. */
  fold: (row: number, open: boolean) => boolean
}

/** With Shift these mark the rows that they go over (grid pattern of the ARIA practices). */
const STRETCHING = new Set(['ArrowDown', 'ArrowUp'])

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

/** What a key does with the cell or the group that has the focus; false when it does nothing there. */
function act(event: KeyboardEvent, options: Options): boolean {
  const { position, selectable, open, toggle, edit, copy, paste, fold, move } = options
  const inCell = position.col !== null
  const ctrl = event.ctrlKey || event.metaKey
  const key = ctrl ? `ctrl+${event.key.toLowerCase()}` : event.key
  switch (key) {
    case 'Enter':
      if (!(inCell && edit(position))) open(position.row)
      return true
    case 'F2':
      return edit(position)
    case ' ':
      if (fold(position.row, true)) open(position.row)
      else if (selectable) toggle(position.row, event.shiftKey)
      return true
    case 'Escape':
      if (inCell) move({ row: position.row, col: null })
      return inCell
    case 'ctrl+c':
      if (inCell && !String(window.getSelection())) copy(position)
      return false
    case 'ctrl+v':
      if (inCell) paste(position)
      return inCell
    case 'ArrowRight':
    case 'ArrowLeft':
      return !inCell && fold(position.row, key === 'ArrowRight')
    default:
      return false
  }
}

/** Keys inside the grid (arrows, Home, End, Page, Enter, F2, Space) and on the page (j, k, x, Enter). */
export function useGridKeys(options: Options) {
  const { t } = useLingui()
  const { position, rowCount, selectable, move, toggle } = options
  const group = t`List`
  const step = (by: number) => {
    if (rowCount > 0) move({ row: Math.max(0, Math.min(position.row + by, rowCount - 1)), col: null })
  }
  useShortcuts([
    { keys: 'j', label: t`Next row`, group, run: () => step(1) },
    { keys: 'k', label: t`Previous row`, group, run: () => step(-1) },
    { keys: 'Enter', label: t`Open the record, or edit the cell`, group, listOnly: true, run: () => undefined },
    { keys: 'F2', label: t`Edit the cell`, group, listOnly: true, run: () => undefined },
    { keys: 'Escape', label: t`Close the record`, group, listOnly: true, run: () => undefined },
    ...(selectable
      ? [
          {
            keys: 'x',
            label: t`Mark the row; with Shift all from the last one`,
            group,
            run: (event: globalThis.KeyboardEvent) => toggle(position.row, event.shiftKey),
          },
          {
            keys: 'shift+ArrowDown',
            label: t`Mark one row after the other`,
            group,
            listOnly: true,
            run: () => undefined,
          },
        ]
      : []),
  ])

  return (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.closest('button, [role=separator]')) return
    if (event.target instanceof HTMLInputElement && event.key === ' ') return
    if (rowCount === 0) return
    if (act(event, options)) {
      event.preventDefault()
      return
    }
    const next = target(event.key, event.ctrlKey || event.metaKey, options)
    if (!next) return
    event.preventDefault()
    if (selectable && event.shiftKey && STRETCHING.has(event.key)) options.stretch(position.row, next.row)
    move(next)
  }
}
