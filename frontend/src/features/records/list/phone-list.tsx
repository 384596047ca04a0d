import { useLingui } from '@lingui/react/macro'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { CrmRecord, Field, ObjectType } from '@/shared/api/types'
import { FieldView } from '@/shared/fields/field-view'
import type { Format } from '@/shared/lib/format'
import { fieldValue, isBlank, titleOf } from '@/shared/lib/record-value'
import { Monogram } from '@/shared/ui/monogram'
import classes from './phone-list.module.css'

interface Props {
  object: ObjectType
  records: CrmRecord[]
  columns: Field[]
  format: Format
  hasMore: boolean
  onMore: () => void
  onOpen: (id: string) => void
}

const HEIGHT = 64
const AHEAD = 15
const SHOWN = 2

/** The list on a phone: a title and the first values that are filled in, instead of columns. */
export function PhoneList({ object, records, columns, format, hasMore, onMore, onOpen }: Props) {
  const { t } = useLingui()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 8,
  })
  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last >= records.length - AHEAD) onMore()
  }, [hasMore, last, records.length, onMore])
  return (
    <div ref={scroller} className={classes.root}>
      <ul className={classes.list} style={{ height: rows.getTotalSize() }} aria-label={object.label_plural}>
        {items.map((item) => {
          const record = records[item.index]
          if (!record) return null
          const title = titleOf(record, object.title_field) || t`Untitled`
          const shown = columns
            .filter((field) => field.name !== object.title_field && !isBlank(fieldValue(record, field.name)))
            .slice(0, SHOWN)
          return (
            <li key={record.id} style={{ transform: `translateY(${item.start}px)` }} className={classes.item}>
              <button type="button" className={classes.button} onClick={() => onOpen(record.id)}>
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
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
