import { useLingui } from '@lingui/react/macro'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { CrmRecord, Field, FieldValue, ObjectType } from '@/shared/api/types'
import { parseDay } from '@/shared/fields/parse-day'
import type { Format } from '@/shared/lib/format'
import { parseNumber } from '@/shared/lib/money'
import { usePrinting } from '@/shared/lib/use-printing'
import { useFresh } from '@/shared/live/registry'
import { recordsIn, useWaitingOf } from '@/shared/offline/overlay'
import { useRowHeight } from '@/shared/preferences/use-preferences'
import { announce } from '@/shared/ui/announce'
import type { Unit } from '../grouping/group-options'
import type { Column } from './columns'
import { GridHead } from './grid-head'
import type { GridItem } from './grid-items'
import { GridRow } from './grid-row'
import { GroupRow } from './group-row'
import { CHECK_WIDTH, headColumns } from './head-columns'
import classes from './record-grid.module.css'
import type { SortKey } from './sorting'
import { keepPlace, placeOf, useActivePosition } from './use-active-position'
import { isCellEditable, useCellEdit } from './use-cell-edit'
import type { ColumnActions } from './use-columns'
import { type GridPosition, useGridKeys } from './use-grid-keys'
import type { ListPlace } from './use-live-list'
import { useMoreAhead } from './use-more-ahead'
import { useOverscan } from './use-overscan'
import { usePanelSteps } from './use-panel-steps'

const AHEAD = 25
const MOST_PRINTED = 1000
const AS_IT_IS = (text: string): string | number => text
/** Types that text may be pasted into, and how it is read: as people write it, such as a cell that was copied. */
const PASTED: Partial<Record<Field['type'], (text: string, locale: string) => string | number>> = {
  text: AS_IT_IS,
  longtext: AS_IT_IS,
  email: AS_IT_IS,
  phone: AS_IT_IS,
  url: AS_IT_IS,
  date: (text, locale) => parseDay(text, locale) ?? text,
  integer: (text, locale) => parseNumber(text, locale) ?? text,
  number: (text, locale) => parseNumber(text, locale) ?? text,
}

interface Props {
  object: ObjectType
  items: GridItem[]
  groupedBy?: { field: Field; unit: Unit } | undefined
  onGroupItem: (item: GridItem) => void
  columns: Column[]
  actions: ColumnActions
  sort: SortKey[]
  onSort: (field: string, additive: boolean) => void
  onSortTo: (field: string, descending: boolean) => void
  onGroup: (field: string) => void
  format: Format
  total: number | undefined
  hasMore: boolean
  onMore: () => void
  openId: string | undefined
  onOpen: (id: string, viaMove: boolean) => void
  selectable: boolean
  isMarked: (id: string) => boolean
  allMarked: boolean
  someMarked: boolean
  onToggle: (id: string, extend: boolean) => void
  onStretch: (from: string | undefined, to: string | undefined) => void
  onToggleAll: () => void
  /** Told where the person is. */
  place: RefObject<ListPlace>
  /** Goes up each time the list is to be shown from its beginning. */
  toTop: number
  /** The same list again: same object, order, filter. */
  placeKey: string
  busy: boolean
}

export function RecordGrid(props: Props) {
  const { object, items, format, selectable, openId, onOpen, hasMore, onMore, placeKey } = props
  const { t } = useLingui()
  const columns = headColumns(props.columns, props.actions, selectable)
  const { edit, setEdit, commit } = useCellEdit(object, format)
  const fresh = useFresh()
  const waitingOf = useWaitingOf(object.name)
  const waiting = useMemo(() => recordsIn(waitingOf), [waitingOf])
  const scroller = useRef<HTMLDivElement | null>(null)
  const rowHeight = useRowHeight()
  const printing = usePrinting()
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: useOverscan(10),
    scrollPaddingStart: rowHeight,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density is another height of every row
  useEffect(() => rows.measure(), [rowHeight, rows])
  const scroll = useCallback((row: number) => rows.scrollToIndex(row), [rows])
  const { root, position, setPosition, move } = useActivePosition(placeKey, openId, scroll)
  const offset = selectable ? 1 : 0
  const recordAt = (row: number): CrmRecord | undefined => {
    const item = items[row]
    return item?.kind === 'record' ? item.record : undefined
  }
  const fieldAt = (col: number | null) => (col === null ? undefined : columns[col - offset]?.field)

  // The panel follows the row while it is open.
  const moveAndFollow = (next: GridPosition) => {
    move(next)
    const record = recordAt(next.row)
    if (openId && record && record.id !== openId) onOpen(record.id, true)
  }
  const press = (row: number) => {
    const item = items[row]
    if (item?.kind === 'record') onOpen(item.record.id, false)
    else if (item) props.onGroupItem(item)
  }
  const beginEdit = ({ row, col }: GridPosition, draft?: FieldValue) => {
    const record = recordAt(row)
    if (!record) return false
    const field = col === null ? columns.find((one) => isCellEditable(one.field, object, record))?.field : fieldAt(col)
    if (!field || !isCellEditable(field, object, record)) return false
    setPosition({ row, col: columns.findIndex((one) => one.field === field) + offset })
    setEdit({ id: record.id, field: field.name, base: record, ...(draft === undefined ? {} : { draft }) })
    return true
  }
  /** Back to the cell, or on to the next one that can be edited. */
  const leave = (row: number, field: Field, then: -1 | 0 | 1) => {
    const record = recordAt(row)
    const at = columns.findIndex((column) => column.field.name === field.name)
    const rest = then < 0 ? columns.slice(0, at).reverse() : columns.slice(at + 1)
    const next = then === 0 || !record ? undefined : rest.find((column) => isCellEditable(column.field, object, record))
    setEdit(null)
    if (next) beginEdit({ row, col: columns.indexOf(next) + offset })
    else move({ row, col: at + offset })
  }
  const cellText = ({ row, col }: GridPosition) =>
    root.current?.querySelector(`[data-row="${row}"] [data-col="${col}"]`)?.textContent ?? ''

  const onKeyDown = useGridKeys({
    position,
    rowCount: items.length,
    colCount: columns.length + offset,
    pageSize: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2),
    selectable,
    move: moveAndFollow,
    open: press,
    toggle: (row, extend) => {
      const record = recordAt(row)
      if (record) props.onToggle(record.id, extend)
    },
    stretch: (from, to) => props.onStretch(recordAt(from)?.id, recordAt(to)?.id),
    edit: (at) => beginEdit(at),
    copy: (at) => {
      void navigator.clipboard?.writeText(cellText(at)).then(() => announce(t`Copied`))
    },
    paste: (at) => {
      const field = fieldAt(at.col)
      const read = field && PASTED[field.type]
      if (read) void navigator.clipboard?.readText().then((text) => beginEdit(at, read(text.trim(), format.locale)))
    },
    fold: (row, open) => {
      const item = items[row]
      if (item?.kind !== 'group') return false
      if (item.open !== open) props.onGroupItem(item)
      return true
    },
  })

  usePanelSteps(items, openId, moveAndFollow)

  const whole = () => items.slice(0, MOST_PRINTED).map((_, index) => ({ index, start: index * rowHeight }))
  const shown = printing ? whole() : rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useMoreAhead({ hasMore, last, count: items.length, ahead: AHEAD, onMore })

  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollTop = placeOf(placeKey)?.top ?? 0
  }, [placeKey])
  useLayoutEffect(() => {
    if (props.toTop > 0 && scroller.current) scroller.current.scrollTop = 0
  }, [props.toTop])
  const { place } = props
  useEffect(() => {
    place.current.editing = edit !== null
  }, [place, edit])

  const pinsCheck = columns.some((column) => column.pinned)
  const sizes = columns.map((column) => column.width)
  const widths = [...(selectable ? [`${CHECK_WIDTH}px`] : []), ...sizes.map((size) => `${size}px`), '1fr'].join(' ')
  const width = sizes.reduce((sum, size) => sum + size, selectable ? CHECK_WIDTH : 0)

  const click = (event: React.MouseEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')
    if (!row || (event.target as HTMLElement).closest('input, button')) return
    const index = Number(row.dataset.row)
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-col]')
    if (event.detail === 2 && cell && beginEdit({ row: index, col: Number(cell.dataset.col) })) return
    setPosition({ row: index, col: null })
    const record = recordAt(index)
    if (selectable && cell?.dataset.col === '0' && record) return props.onToggle(record.id, event.shiftKey)
    if (record) onOpen(record.id, openId !== undefined)
    else press(index)
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
      aria-rowcount={props.groupedBy ? items.length + 1 : props.total === undefined ? -1 : props.total + 1}
      aria-colcount={columns.length + offset}
      aria-multiselectable={selectable || undefined}
      aria-busy={props.busy}
      onKeyDown={onKeyDown}
      onClick={click}
      onScroll={(event) => {
        const { scrollTop } = event.currentTarget
        keepPlace(placeKey, scrollTop, position.row)
        place.current.row = Math.floor(scrollTop / rowHeight)
      }}
    >
      <div role="rowgroup" className={classes.headGroup} style={{ minWidth: width }}>
        <GridHead
          object={object}
          columns={columns}
          widths={widths}
          sort={props.sort}
          selectable={selectable}
          pinsCheck={pinsCheck}
          allSelected={props.allMarked}
          someSelected={props.someMarked}
          actions={props.actions}
          onToggleAll={props.onToggleAll}
          onSort={props.onSort}
          onSortTo={props.onSortTo}
          onGroup={props.onGroup}
        />
      </div>
      <div
        role="rowgroup"
        className={classes.body}
        style={{ height: rows.getTotalSize(), minWidth: width }}
        aria-label={t`Rows`}
      >
        {shown.map(({ index, start }) => {
          const item = items[index]
          if (!item) return null
          const common = { columns, widths, index, start, selectable, format }
          if (item.kind !== 'record')
            return (
              props.groupedBy && (
                <GroupRow
                  key={item.key}
                  {...common}
                  item={item}
                  by={props.groupedBy}
                  active={index === position.row}
                  onPress={props.onGroupItem}
                />
              )
            )
          const { record } = item
          return (
            <GridRow
              key={item.key}
              {...common}
              record={record}
              object={object}
              active={index === position.row}
              open={record.id === openId}
              selected={props.isMarked(record.id)}
              pinsCheck={pinsCheck}
              edit={edit?.id === record.id ? edit : null}
              fresh={fresh.has(record.id)}
              waiting={waiting.has(record.id)}
              onToggle={props.onToggle}
              onCommit={(changed, field, value, then) => {
                leave(index, field, then)
                void commit(changed, field, value)
              }}
              onLeave={(field, then) => leave(index, field, then)}
            />
          )
        })}
      </div>
    </div>
  )
}
