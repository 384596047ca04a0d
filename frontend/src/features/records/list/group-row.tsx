import { useLingui } from '@lingui/react/macro'
import { memo } from 'react'
import type { Field } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { sumTexts, useGroupLabel } from '../grouping/group-label'
import type { Unit } from '../grouping/group-options'
import type { HeadColumn } from './grid-head'
import type { GridItem } from './grid-items'
import classes from './record-grid.module.css'

interface Props {
  item: Extract<GridItem, { kind: 'group' | 'more' }>
  by: { field: Field; unit: Unit }
  columns: HeadColumn[]
  widths: string
  index: number
  start: number
  active: boolean
  selectable: boolean
  format: Format
  onPress: (item: GridItem) => void
}

/** The head of a group with its subtotals under their columns, or the way to its further rows. */
export const GroupRow = memo(function GroupRow(props: Props) {
  const { item, by, columns, widths, index, start, active, selectable, format, onPress } = props
  const { t } = useLingui()
  const labelOf = useGroupLabel()
  const offset = selectable ? 1 : 0
  const label = labelOf(item.group, by.field, by.unit, format)
  const sums = columns.map(({ field }) => (item.kind === 'group' ? sumTexts(item.group.sums, field.name, format) : []))
  const firstSum = sums.findIndex((texts, at) => at > 0 && texts.length > 0)
  const span = (firstSum < 0 ? columns.length : firstSum) + offset
  const count = format.number(item.group.count)
  return (
    <div
      role="row"
      className={classes.row}
      aria-rowindex={index + 2}
      data-active={active || undefined}
      data-group={item.kind}
      data-row={index}
      tabIndex={active ? 0 : -1}
      style={{ transform: `translateY(${start}px)`, gridTemplateColumns: widths }}
    >
      <div role="gridcell" aria-colindex={1} className={classes.groupCell} style={{ gridColumn: `1 / span ${span}` }}>
        {item.kind === 'group' ? (
          <button
            type="button"
            tabIndex={-1}
            className={classes.groupButton}
            aria-expanded={item.open}
            onClick={() => onPress(item)}
          >
            <span className={classes.chevron} aria-hidden>
              ▸
            </span>
            <span className="truncate">{label}</span>
            <span className={classes.groupCount}>{count}</span>
          </button>
        ) : (
          <button type="button" tabIndex={-1} className={classes.groupButton} onClick={() => onPress(item)}>
            {item.loading ? t`Loading…` : t`More of ${label}`}
          </button>
        )}
      </div>
      {firstSum > 0 &&
        columns.slice(firstSum).map(({ field }, at) => (
          <div
            key={field.name}
            role="gridcell"
            aria-colindex={firstSum + at + offset + 1}
            className={classes.cell}
            data-numeric
            data-sum={field.name}
            title={sums[firstSum + at]?.join(' · ')}
          >
            <span className="numeric truncate">{sums[firstSum + at]?.join(' · ')}</span>
          </div>
        ))}
    </div>
  )
})
