import { useLingui } from '@lingui/react/macro'
import { columnResizingFeature, columnSizingFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { CrmRecord, Field, ObjectType } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { GridHead } from './grid-head'
import { GridRow } from './grid-row'
import classes from './record-grid.module.css'
import type { SortKey } from './sorting'
import { SMALLEST } from './use-columns'
import { type GridPosition, useGridKeys } from './use-grid-keys'

const features = tableFeatures({ columnSizingFeature, columnResizingFeature })
const ROW_HEIGHT = 38
const CHECK_WIDTH = 40
const AHEAD = 25

/** Where each list was left, so that coming back finds the same rows in view. */
const places = new Map<string, { top: number; row: number }>()

interface Props {
  object: ObjectType
  records: CrmRecord[]
  columns: Field[]
  widthOf: (field: Field) => number
  onResize: (field: string, width: number) => void
  sort: SortKey[]
  onSort: (field: string, additive: boolean) => void
  format: Format
  total: number | undefined
  hasMore: boolean
  onMore: () => void
  openId: string | undefined
  onOpen: (id: string, viaMove: boolean) => void
  selectable: boolean
  selected: ReadonlySet<string>
  onToggle: (id: string, extend: boolean) => void
  onToggleAll: () => void
  /** The same list again: same object, order, filter. */
  placeKey: string
  busy: boolean
}

function useGridTable({ columns, widthOf, records, onResize }: Props) {
  const sizing = Object.fromEntries(columns.map((field) => [field.name, widthOf(field)]))
  const defs = useMemo(
    () => columns.map((field) => ({ id: field.name, minSize: SMALLEST, accessorFn: (r: CrmRecord) => r[field.name] })),
    [columns],
  )
  return useTable({
    features,
    columns: defs,
    data: records,
    getRowId: (record: CrmRecord) => record.id,
    columnResizeMode: 'onChange',
    state: { columnSizing: sizing },
    onColumnSizingChange: (updater) => {
      const next = typeof updater === 'function' ? updater(sizing) : updater
      for (const [name, width] of Object.entries(next)) if (sizing[name] !== width) onResize(name, width)
    },
  })
}

/** Follows focus: the row (or cell) that became active is scrolled to and focused. */
function useActivePosition(props: Props, scroll: (row: number) => void) {
  const [position, setPosition] = useState<GridPosition>({ row: places.get(props.placeKey)?.row ?? 0, col: null })
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
  return { root, position, setPosition, move }
}

export function RecordGrid(props: Props) {
  const { object, records, columns, format, selectable, selected, openId, onOpen, hasMore, onMore, placeKey } = props
  const { t } = useLingui()
  const table = useGridTable(props)
  const scroller = useRef<HTMLDivElement | null>(null)
  const rows = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    scrollPaddingStart: ROW_HEIGHT,
  })
  const scroll = useCallback((row: number) => rows.scrollToIndex(row), [rows])
  const { root, position, setPosition, move } = useActivePosition(props, scroll)

  // The panel follows the row while it is open.
  const moveAndFollow = useCallback(
    (next: GridPosition) => {
      move(next)
      const record = records[next.row]
      if (openId && record && record.id !== openId) onOpen(record.id, true)
    },
    [move, records, openId, onOpen],
  )
  const onKeyDown = useGridKeys({
    position,
    rowCount: records.length,
    colCount: columns.length + (selectable ? 1 : 0),
    pageSize: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / ROW_HEIGHT) - 2),
    selectable,
    move: moveAndFollow,
    open: (row) => records[row] && onOpen(records[row].id, false),
    toggle: (row) => records[row] && props.onToggle(records[row].id, false),
  })

  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last >= records.length - AHEAD) onMore()
  }, [hasMore, last, records.length, onMore])

  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollTop = places.get(placeKey)?.top ?? 0
  }, [placeKey])

  const headers = table.getHeaderGroups()[0]?.headers ?? []
  const sizes = headers.map((header) => header.getSize())
  const widths = [...(selectable ? [`${CHECK_WIDTH}px`] : []), ...sizes.map((size) => `${size}px`), '1fr'].join(' ')
  const width = sizes.reduce((sum, size) => sum + size, selectable ? CHECK_WIDTH : 0)

  const click = (event: React.MouseEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')
    if (!row || (event.target as HTMLElement).closest('input')) return
    const index = Number(row.dataset.row)
    setPosition({ row: index, col: null })
    const record = records[index]
    if (record) onOpen(record.id, openId !== undefined)
  }
  return (
    <div
      ref={(element) => {
        scroller.current = element
        root.current = element
      }}
      role="grid"
      className={classes.grid}
      aria-label={object.label_plural}
      aria-rowcount={props.total === undefined ? -1 : props.total + 1}
      aria-colcount={columns.length + (selectable ? 1 : 0)}
      aria-multiselectable={selectable || undefined}
      aria-busy={props.busy}
      onKeyDown={onKeyDown}
      onClick={click}
      onScroll={(event) => places.set(placeKey, { top: event.currentTarget.scrollTop, row: position.row })}
    >
      <div role="rowgroup" className={classes.headGroup} style={{ minWidth: width }}>
        <GridHead
          columns={headers.flatMap((header, at) => {
            const field = columns[at]
            return field ? [{ field, width: header.getSize(), onResizeStart: header.getResizeHandler() }] : []
          })}
          widths={widths}
          sort={props.sort}
          selectable={selectable}
          allSelected={records.length > 0 && records.every((record) => selected.has(record.id))}
          someSelected={selected.size > 0}
          onToggleAll={props.onToggleAll}
          onSort={props.onSort}
          onResizeBy={(name, pixels) => {
            const field = columns.find((column) => column.name === name)
            if (field) props.onResize(name, props.widthOf(field) + pixels)
          }}
        />
      </div>
      <div
        role="rowgroup"
        className={classes.body}
        style={{ height: rows.getTotalSize(), minWidth: width }}
        aria-label={t`Rows`}
      >
        {items.map((item) => {
          const record = records[item.index]
          return (
            record && (
              <GridRow
                key={record.id}
                record={record}
                object={object}
                columns={columns}
                widths={widths}
                index={item.index}
                start={item.start}
                active={item.index === position.row}
                open={record.id === openId}
                selected={selected.has(record.id)}
                selectable={selectable}
                format={format}
                onToggle={props.onToggle}
              />
            )
          )
        })}
      </div>
    </div>
  )
}
