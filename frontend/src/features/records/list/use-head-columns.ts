import { columnResizingFeature, columnSizingFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { useMemo } from 'react'
import type { HeadColumn } from './grid-head'
import type { GridItem } from './grid-items'
import { type Column, type ColumnActions, SMALLEST } from './use-columns'

const features = tableFeatures({ columnSizingFeature, columnResizingFeature })
export const CHECK_WIDTH = 40

interface Options {
  columns: Column[]
  items: GridItem[]
  actions: ColumnActions
  selectable: boolean
}

/** TanStack's table measures the columns while an edge is dragged. */
export function useHeadColumns({ columns, items, actions, selectable }: Options): HeadColumn[] {
  const sizing = Object.fromEntries(columns.map(({ field, width }) => [field.name, width]))
  const defs = useMemo(
    () => columns.map(({ field }) => ({ id: field.name, minSize: SMALLEST, accessorFn: (item: GridItem) => item.key })),
    [columns],
  )
  const table = useTable({
    features,
    columns: defs,
    data: items,
    getRowId: (item: GridItem) => item.key,
    columnResizeMode: 'onChange',
    state: { columnSizing: sizing },
    onColumnSizingChange: (updater) => {
      const next = typeof updater === 'function' ? updater(sizing) : updater
      for (const [name, width] of Object.entries(next)) if (sizing[name] !== width) actions.resize(name, width)
    },
  })
  const headers = table.getHeaderGroups()[0]?.headers ?? []
  let left = selectable ? CHECK_WIDTH : 0
  return columns.map((column, at) => {
    const place = column.pinned ? left : undefined
    left += column.width
    return { ...column, left: place, onResizeStart: headers[at]?.getResizeHandler() ?? (() => undefined) }
  })
}
