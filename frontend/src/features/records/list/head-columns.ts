import type { PointerEvent } from 'react'
import type { Column } from './columns'
import type { HeadColumn } from './grid-head'
import type { ColumnActions } from './use-columns'

export const CHECK_WIDTH = 40

/** Follows the pointer from the edge of a column until it is let go. */
function resizeFrom(event: PointerEvent<HTMLElement>, { field, width }: Column, actions: ColumnActions) {
  const edge = event.currentTarget
  const from = event.clientX
  const towards = getComputedStyle(edge).direction === 'rtl' ? -1 : 1
  const follow = ({ clientX }: { clientX: number }) => actions.resize(field.name, width + (clientX - from) * towards)
  const until = new AbortController()
  const { signal } = until
  edge.setPointerCapture(event.pointerId)
  edge.addEventListener('pointermove', follow, { signal })
  edge.addEventListener('lostpointercapture', () => until.abort(), { signal })
}

/** The columns with where pinned ones stand and with what their edges do. */
export function headColumns(columns: Column[], actions: ColumnActions, selectable: boolean): HeadColumn[] {
  let left = selectable ? CHECK_WIDTH : 0
  return columns.map((column) => {
    const place = column.pinned ? left : undefined
    left += column.width
    return { ...column, left: place, onResizeStart: (event) => resizeFrom(event, column, actions) }
  })
}
