import { useLingui } from '@lingui/react/macro'
import type { Field } from '@/shared/api/types'
import classes from './record-grid.module.css'
import type { SortKey } from './sorting'

export interface HeadColumn {
  field: Field
  width: number
  onResizeStart: (event: unknown) => void
}

interface Props {
  columns: HeadColumn[]
  widths: string
  sort: SortKey[]
  selectable: boolean
  allSelected: boolean
  someSelected: boolean
  onToggleAll: () => void
  onSort: (field: string, additive: boolean) => void
  onResizeBy: (field: string, pixels: number) => void
}

const STEP = 10

/** The header row: a click sorts, Shift+click adds a column to the order, the edge resizes. */
export function GridHead(props: Props) {
  const { columns, widths, sort, selectable, allSelected, someSelected, onToggleAll, onSort, onResizeBy } = props
  const { t } = useLingui()
  return (
    <div role="row" className={classes.head} aria-rowindex={1} style={{ gridTemplateColumns: widths }}>
      {selectable && (
        <div role="columnheader" aria-colindex={1} className={classes.check}>
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
      {columns.map(({ field, width, onResizeStart }, at) => {
        const position = sort.findIndex((key) => key.field === field.name)
        const key = sort[position]
        const direction = key ? (key.descending ? 'descending' : 'ascending') : field.sortable ? 'none' : undefined
        return (
          <div
            key={field.name}
            role="columnheader"
            className={classes.headCell}
            aria-colindex={at + (selectable ? 2 : 1)}
            aria-sort={direction}
            data-numeric={['money', 'integer', 'number'].includes(field.type) || undefined}
          >
            {field.sortable ? (
              <button
                type="button"
                className={classes.sort}
                title={t`Sort by ${field.label}; with Shift as a further order`}
                onClick={(event) => onSort(field.name, event.shiftKey)}
              >
                <span className="truncate">{field.label}</span>
                {key && (
                  <span className={classes.arrow} aria-hidden>
                    {key.descending ? '↓' : '↑'}
                    {sort.length > 1 && <sub>{position + 1}</sub>}
                  </span>
                )}
              </button>
            ) : (
              <span className={`${classes.sort} truncate`}>{field.label}</span>
            )}
            <div
              role="separator"
              aria-orientation="vertical"
              aria-valuenow={Math.round(width)}
              aria-label={t`Width of the column ${field.label}`}
              tabIndex={-1}
              className={classes.resize}
              onMouseDown={onResizeStart}
              onTouchStart={onResizeStart}
              onKeyDown={(event) => {
                if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
                event.stopPropagation()
                onResizeBy(field.name, event.key === 'ArrowRight' ? STEP : -STEP)
              }}
            />
          </div>
        )
      })}
    </div>
  )
}
