import { useLingui } from '@lingui/react/macro'
import { type DragEvent, type KeyboardEvent, type PointerEvent, useState } from 'react'
import type { ObjectType } from '@/shared/api/types'
import { onUse } from '@/shared/on-use/on-use'
import { isGroupable } from '../grouping/group-options'
import type { Column } from './columns'
import classes from './record-grid.module.css'
import type { SortKey } from './sorting'
import type { ColumnActions } from './use-columns'

const ColumnMenu = onUse(() => import('./column-menu').then((m) => m.ColumnMenu))

export interface HeadColumn extends Column {
  /** Where a pinned column stands, in pixels from where lines begin. */
  left: number | undefined
  onResizeStart: (event: PointerEvent<HTMLElement>) => void
}

interface Props {
  object: ObjectType
  columns: HeadColumn[]
  widths: string
  sort: SortKey[]
  selectable: boolean
  pinsCheck: boolean
  allSelected: boolean
  someSelected: boolean
  actions: ColumnActions
  onToggleAll: () => void
  onSort: (field: string, additive: boolean) => void
  onSortTo: (field: string, descending: boolean) => void
  onGroup: (field: string) => void
}

const STEP = 10
const NUMERIC = ['money', 'integer', 'number']

/** The header row: a click sorts, a drag moves, the edge resizes; keys and a menu do all of it, too. */
export function GridHead(props: Props) {
  const { object, columns, widths, selectable, allSelected, someSelected, onToggleAll, actions } = props
  const { t } = useLingui()
  const [menu, setMenu] = useState<{ field: string; anchor: DOMRect } | null>(null)
  const [dragged, setDragged] = useState<string | null>(null)
  const opened = columns.find((column) => column.field.name === menu?.field)
  return (
    <div role="row" className={classes.head} aria-rowindex={1} style={{ gridTemplateColumns: widths }}>
      {selectable && (
        <div
          role="columnheader"
          aria-colindex={1}
          className={classes.check}
          data-pinned={props.pinsCheck || undefined}
          style={props.pinsCheck ? { insetInlineStart: 0 } : undefined}
        >
          <input
            type="checkbox"
            checked={allSelected}
            aria-label={t`Select all loaded rows`}
            ref={(input) => {
              if (input) input.indeterminate = someSelected && !allSelected
            }}
            onChange={onToggleAll}
          />
        </div>
      )}
      {columns.map((column, at) => (
        <HeadCell
          key={column.field.name}
          {...props}
          column={column}
          colIndex={at + (selectable ? 2 : 1)}
          before={columns[at - 1]}
          after={columns[at + 1]}
          dragged={dragged}
          onDrag={setDragged}
          onMenu={(anchor) => setMenu({ field: column.field.name, anchor })}
        />
      ))}
      {menu && opened && (
        <ColumnMenu
          column={opened}
          columns={columns}
          anchor={menu.anchor}
          actions={actions}
          isTitle={opened.field.name === object.title_field}
          groupable={isGroupable(opened.field)}
          onSort={(descending) => props.onSortTo(opened.field.name, descending)}
          onGroup={() => props.onGroup(opened.field.name)}
          onClose={() => setMenu(null)}
        />
      )}
    </div>
  )
}

interface CellProps extends Props {
  column: HeadColumn
  colIndex: number
  before: HeadColumn | undefined
  after: HeadColumn | undefined
  dragged: string | null
  onDrag: (field: string | null) => void
  onMenu: (anchor: DOMRect) => void
}

function HeadCell(props: CellProps) {
  const { column, colIndex, before, after, dragged, sort, actions, onDrag, onMenu, onSort } = props
  const { field, width, left, onResizeStart } = column
  const { t } = useLingui()
  const [over, setOver] = useState<'before' | 'after' | null>(null)
  const position = sort.findIndex((key) => key.field === field.name)
  const key = sort[position]
  const direction = key ? (key.descending ? 'descending' : 'ascending') : field.sortable ? 'none' : undefined

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const right = event.key === 'ArrowRight'
    if (!right && event.key !== 'ArrowLeft') {
      if (event.key === 'ArrowDown' && event.altKey) {
        event.preventDefault()
        // The menu listens at the window: the key that opened it would close it again.
        event.stopPropagation()
        onMenu(event.currentTarget.getBoundingClientRect())
      }
      return
    }
    if (event.altKey) {
      const neighbour = right ? after : before
      if (neighbour) actions.move(field.name, neighbour.field.name, right)
    } else if (event.shiftKey) actions.resize(field.name, width + (right ? STEP : -STEP))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const sideOf = (event: DragEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return event.clientX > box.left + box.width / 2 ? 'after' : 'before'
  }
  return (
    <div
      role="columnheader"
      className={classes.headCell}
      aria-colindex={colIndex}
      aria-sort={direction}
      data-numeric={NUMERIC.includes(field.type) || undefined}
      data-pinned={left !== undefined || undefined}
      data-over={over ?? undefined}
      style={left === undefined ? undefined : { insetInlineStart: left }}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', field.label)
        onDrag(field.name)
      }}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => {
        if (!dragged || dragged === field.name) return
        event.preventDefault()
        setOver(sideOf(event))
      }}
      onDragLeave={() => setOver(null)}
      onDrop={(event) => {
        event.preventDefault()
        if (dragged) actions.move(dragged, field.name, sideOf(event) === 'after')
        setOver(null)
        onDrag(null)
      }}
    >
      <button
        type="button"
        className={classes.sort}
        title={
          field.sortable
            ? t`Sort by ${field.label}; with Shift as a further order. Alt+arrows move, Shift+arrows resize, Alt+Down opens the menu.`
            : t`Alt+arrows move the column, Shift+arrows resize it, Alt+Down opens the menu.`
        }
        onClick={(event) => field.sortable && onSort(field.name, event.shiftKey)}
        onContextMenu={(event) => {
          event.preventDefault()
          onMenu(event.currentTarget.getBoundingClientRect())
        }}
        onKeyDown={onKeyDown}
        data-sortable={field.sortable || undefined}
      >
        <span className="truncate">{field.label}</span>
        {key && (
          <span className={classes.arrow} aria-hidden>
            {key.descending ? '↓' : '↑'}
            {sort.length > 1 && <sub>{position + 1}</sub>}
          </span>
        )}
      </button>
      <button
        type="button"
        className={classes.more}
        tabIndex={-1}
        aria-label={t`Menu of the column ${field.label}`}
        aria-haspopup="menu"
        onClick={(event) => onMenu(event.currentTarget.getBoundingClientRect())}
      >
        ▾
      </button>
      <div
        role="separator"
        aria-orientation="vertical"
        aria-valuenow={Math.round(width)}
        aria-label={t`Width of the column ${field.label}`}
        tabIndex={-1}
        className={classes.resize}
        draggable
        onDragStart={(event) => {
          event.preventDefault()
          event.stopPropagation()
        }}
        onPointerDown={onResizeStart}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
          event.stopPropagation()
          actions.resize(field.name, width + (event.key === 'ArrowRight' ? STEP : -STEP))
        }}
      />
    </div>
  )
}
