import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { CrmRecord, Field, ObjectType } from '@/shared/api/types'
import { FieldView } from '@/shared/fields/field-view'
import type { Format } from '@/shared/lib/format'
import { fieldValue, isBlank, shownTitle } from '@/shared/lib/record-value'
import classes from './merge-page.module.css'

interface SurvivorProps {
  object: ObjectType
  records: CrmRecord[]
  survivor: string
  format: Format
  onChange: (id: string) => void
}

/** Which one stays: its address, its history, and what nobody decides on. */
export function SurvivorChoice({ object, records, survivor, format, onChange }: SurvivorProps) {
  const { t } = useLingui()
  const id = useId()
  return (
    <div role="radiogroup" aria-labelledby={id} className={classes.row} data-head>
      <span id={id} className={classes.label}>{t`Which one stays?`}</span>
      {records.map((record) => {
        const title = shownTitle(record, object) || t`Untitled`
        const made = typeof record.created_at === 'string' ? format.dateTime(record.created_at) : ''
        return (
          <div key={record.id} className={classes.option} data-chosen={record.id === survivor || undefined}>
            <label className={classes.pick}>
              <input type="radio" name={id} checked={record.id === survivor} onChange={() => onChange(record.id)} />
              <strong className={classes.value}>{title}</strong>
            </label>
            <span className={classes.fact}>
              {made && t`Created ${made}`}{' '}
              <Link to="/$object/$id" params={{ object: object.name, id: record.id }} target="_blank">
                {t`Open`}
                <span className="visually-hidden"> {title}</span>
              </Link>
            </span>
          </div>
        )
      })}
    </div>
  )
}

interface ValueProps {
  field: Field
  record: CrmRecord
  format: Format
}

function Value({ field, record, format }: ValueProps) {
  const { t } = useLingui()
  const held = fieldValue(record, field.name)
  if (isBlank(held)) return <span className={classes.blank}>{t`empty`}</span>
  return <FieldView field={field} value={held} format={format} compared />
}

/** All have the same: there is nothing to choose. */
export function SameInAll(props: ValueProps) {
  return (
    <div className={classes.row} data-fixed>
      <span className={classes.label}>{props.field.label}</span>
      <span className={classes.value}>
        <Value {...props} />
      </span>
    </div>
  )
}

interface ChoiceProps {
  object: ObjectType
  field: Field
  records: CrmRecord[]
  format: Format
  /** The record whose value it gets. */
  value: string
  onChange: (id: string) => void
}

export function MergeChoice({ object, field, records, format, value, onChange }: ChoiceProps) {
  const { t } = useLingui()
  const id = useId()
  return (
    <div role="radiogroup" aria-labelledby={id} className={classes.row}>
      <span id={id} className={classes.label}>
        {field.label}
      </span>
      {records.map((record) => (
        <label key={record.id} className={classes.option} data-chosen={record.id === value || undefined}>
          <span className={classes.pick}>
            <input type="radio" name={id} checked={record.id === value} onChange={() => onChange(record.id)} />
            <span className={classes.value}>
              <Value field={field} record={record} format={format} />
            </span>
          </span>
          <span className={classes.whose}>{shownTitle(record, object) || t`Untitled`}</span>
        </label>
      ))}
    </div>
  )
}
