import { useLingui } from '@lingui/react/macro'
import { memo } from 'react'
import type { CrmRecord, Field, FieldValue, ObjectType } from '@/shared/api/types'
import { FieldView } from '@/shared/fields/field-view'
import type { Format } from '@/shared/lib/format'
import { fieldValue, shownTitle } from '@/shared/lib/record-value'
import { WaitingMark } from '@/shared/offline/waiting-mark'
import { Monogram } from '@/shared/ui/monogram'
import { CellEditor } from './cell-editor'
import type { HeadColumn } from './grid-head'
import classes from './record-grid.module.css'
import { type CellEdit, isCellEditable } from './use-cell-edit'

interface Props {
  record: CrmRecord
  object: ObjectType
  columns: HeadColumn[]
  widths: string
  index: number
  start: number
  active: boolean
  open: boolean
  selected: boolean
  selectable: boolean
  pinsCheck: boolean
  format: Format
  edit: CellEdit | null
  /** Somebody else has just changed it. */
  fresh: boolean
  /** It was changed here, and not all of it is on the server. */
  waiting: boolean
  onToggle: (id: string, extend: boolean) => void
  onCommit: (record: CrmRecord, field: Field, value: FieldValue, then: -1 | 0 | 1) => void
  onLeave: (field: Field, then: -1 | 0 | 1) => void
}

const NUMERIC = new Set<Field['type']>(['money', 'integer', 'number'])

/** People and companies carry a monogram; a deal or a task is known by its words. */
const hasFace = (object: ObjectType) => ['accounts', 'contacts', 'leads'].includes(object.name)

/** One row: plain HTML, since a component of a library in every cell would cost most of the frame. */
export const GridRow = memo(function GridRow(props: Props) {
  const { record, object, columns, widths, index, start, active, open, selected, selectable, format, edit } = props
  const { t } = useLingui()
  const title = shownTitle(record, object) || t`Untitled`
  const offset = selectable ? 2 : 1
  return (
    <div
      role="row"
      className={classes.row}
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : undefined}
      data-active={active || undefined}
      data-open={open || undefined}
      data-marked={selected || undefined}
      data-fresh={props.fresh || undefined}
      data-editing={edit !== null || undefined}
      data-row={index}
      data-id={record.id}
      tabIndex={active ? 0 : -1}
      style={{ transform: `translateY(${start}px)`, gridTemplateColumns: widths }}
    >
      {selectable && (
        <div
          role="gridcell"
          aria-colindex={1}
          className={classes.check}
          tabIndex={-1}
          data-col={0}
          data-pinned={props.pinsCheck || undefined}
          style={props.pinsCheck ? { insetInlineStart: 0 } : undefined}
        >
          <input
            type="checkbox"
            tabIndex={-1}
            checked={selected}
            aria-label={t`Select ${title}`}
            onChange={() => undefined}
            onClick={(event) => {
              event.stopPropagation()
              props.onToggle(record.id, event.shiftKey)
            }}
          />
        </div>
      )}
      {columns.map(({ field, left }, at) => {
        const isTitle = field.name === object.title_field
        const value = fieldValue(record, field.name)
        const editing = edit?.field === field.name
        return (
          <div
            key={field.name}
            role="gridcell"
            className={classes.cell}
            aria-colindex={at + offset}
            aria-readonly={!isCellEditable(field, object, record)}
            data-col={at + offset - 1}
            data-field={field.name}
            data-numeric={NUMERIC.has(field.type) || undefined}
            data-title={isTitle || undefined}
            data-pinned={left !== undefined || undefined}
            data-editing={editing || undefined}
            style={left === undefined ? undefined : { insetInlineStart: left }}
            tabIndex={-1}
          >
            {editing && edit ? (
              <CellEditor
                record={edit.base}
                field={field}
                format={format}
                edit={edit}
                onCommit={(next, then) => props.onCommit(edit.base, field, next, then)}
                onLeave={(then) => props.onLeave(field, then)}
              />
            ) : isTitle ? (
              <>
                {hasFace(object) && <Monogram name={title} size="sm" round={object.name !== 'accounts'} />}
                <span className="truncate">{title}</span>
                {props.waiting && <WaitingMark />}
              </>
            ) : (
              <FieldView field={field} value={value} format={format} compact />
            )}
          </div>
        )
      })}
    </div>
  )
})
