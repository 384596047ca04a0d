import { useLingui } from '@lingui/react/macro'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useMemo, useRef } from 'react'
import type { CrmRecord, Field, ObjectType } from '@/shared/api/types'
import { FieldView } from '@/shared/fields/field-view'
import type { Format } from '@/shared/lib/format'
import { fieldValue, isBlank, shownTitle } from '@/shared/lib/record-value'
import { useFresh } from '@/shared/live/registry'
import { recordsIn, useWaitingOf } from '@/shared/offline/overlay'
import { WaitingMark } from '@/shared/offline/waiting-mark'
import { Monogram } from '@/shared/ui/monogram'
import { sumTexts, useGroupLabel } from '../grouping/group-label'
import type { Unit } from '../grouping/group-options'
import type { GridItem } from './grid-items'
import classes from './phone-list.module.css'
import type { ListPlace } from './use-live-list'
import { useMoreAhead } from './use-more-ahead'
import { useOverscan } from './use-overscan'

interface Props {
  object: ObjectType
  items: GridItem[]
  groupedBy: { field: Field; unit: Unit } | undefined
  onGroupItem: (item: GridItem) => void
  columns: Field[]
  format: Format
  hasMore: boolean
  onMore: () => void
  onOpen: (id: string) => void
  place: RefObject<ListPlace>
  toTop: number
}

const HEIGHT = 64
const AHEAD = 15
const SHOWN = 2

/** The list on a phone: a title and the first values that are filled in, instead of columns. */
export function PhoneList(props: Props) {
  const { object, items, hasMore, onMore, place, toTop } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: useOverscan(8),
  })
  const fresh = useFresh()
  const waitingOf = useWaitingOf(object.name)
  const waiting = useMemo(() => recordsIn(waitingOf), [waitingOf])
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useMoreAhead({ hasMore, last, count: items.length, ahead: AHEAD, onMore })
  useLayoutEffect(() => {
    if (toTop > 0 && scroller.current) scroller.current.scrollTop = 0
  }, [toTop])
  return (
    <div
      ref={scroller}
      className={classes.root}
      onScroll={(event) => {
        place.current.row = Math.floor(event.currentTarget.scrollTop / HEIGHT)
      }}
    >
      <ul className={classes.list} style={{ height: rows.getTotalSize() }} aria-label={object.label_plural}>
        {shown.map(({ index, start }) => {
          const item = items[index]
          if (!item) return null
          return (
            <li
              key={item.key}
              style={{ transform: `translateY(${start}px)` }}
              className={classes.item}
              data-fresh={fresh.has(item.key) || undefined}
            >
              {item.kind === 'record' ? (
                <RecordLine {...props} record={item.record} waiting={waiting.has(item.record.id)} />
              ) : (
                <GroupLine {...props} item={item} />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function RecordLine({
  object,
  columns,
  format,
  onOpen,
  record,
  waiting,
}: Props & { record: CrmRecord; waiting: boolean }) {
  const { t } = useLingui()
  const title = shownTitle(record, object) || t`Untitled`
  const shown = columns
    .filter((field) => field.name !== object.title_field && !isBlank(fieldValue(record, field.name)))
    .slice(0, SHOWN)
  return (
    <button type="button" className={classes.button} data-row onClick={() => onOpen(record.id)}>
      <Monogram name={title} size="md" round={object.name === 'contacts'} />
      <span className={classes.text}>
        <span className={`${classes.title} truncate`}>{title}</span>
        <span className={classes.values}>
          {shown.map((field) => (
            <span key={field.name} className="truncate">
              <FieldView field={field} value={fieldValue(record, field.name)} format={format} compact />
            </span>
          ))}
        </span>
      </span>
      {waiting && <WaitingMark />}
    </button>
  )
}

function GroupLine({ item, groupedBy, format, onGroupItem }: Props & { item: Exclude<GridItem, { kind: 'record' }> }) {
  const { t } = useLingui()
  const labelOf = useGroupLabel()
  if (!groupedBy) return null
  const label = labelOf(item.group, groupedBy.field, groupedBy.unit, format)
  if (item.kind === 'more')
    return (
      <button type="button" className={classes.button} onClick={() => onGroupItem(item)}>
        {item.loading ? t`Loading…` : t`More of ${label}`}
      </button>
    )
  const sums = item.group.sums.flatMap(({ field }) => sumTexts(item.group.sums, field, format))
  return (
    <button
      type="button"
      className={classes.button}
      data-group
      aria-expanded={item.open}
      onClick={() => onGroupItem(item)}
    >
      <span className={classes.text}>
        <span className={`${classes.title} truncate`}>{label}</span>
        <span className={classes.values}>{[format.number(item.group.count), ...sums].join(' · ')}</span>
      </span>
      <span aria-hidden>{item.open ? '▾' : '▸'}</span>
    </button>
  )
}
