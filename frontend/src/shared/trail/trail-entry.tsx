import { useLingui } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { changeText } from '@/shared/fields/change-text'
import type { Format } from '@/shared/lib/format'
import { fieldByName } from '@/shared/lib/record-value'
import classes from './trail.module.css'
import type { AuditEntry } from './trail-api'
import { useActionLabels } from './use-action-labels'

interface Props {
  entry: AuditEntry
  format: Format
  /** Narrow the list to what this user did. */
  onActor?: ((id: string) => void) | undefined
  /** In a record's own trail its name is not told again. */
  withName: boolean
}

const SHORT = 4
/** Acts without a value before: only what is now is told. */
const ONLY_AFTER = new Set([
  ...['create', 'view', 'tenant.exported', 'tenant.restored', 'tenant.replaced', 'tenant.erased'],
  ...['operator.support.opened', 'support.began', 'support.ended'],
])

/** One act: who, what, from which value to which; the rest on demand. */
export function TrailEntry({ entry, format, onActor, withName }: Props) {
  const { t } = useLingui()
  const actionLabel = useActionLabels()
  const [open, setOpen] = useState(false)
  const what = useId()
  const object = useCatalogue().find((one) => one.name === entry.object)
  // What was set in Settings comes in parts, each in words.
  const changes = (entry.changes ?? []).flatMap((one) =>
    one.parts ? one.parts.map((part) => ({ ...part, field: `${one.field} ${part.label}` })) : [one],
  )
  const actor = entry.actor
  // Who signs in is told once; every other sentence ends with a name.
  const isAlone = entry.action.startsWith('sign_') && entry.record_name === actor?.name
  const name = isAlone ? '' : entry.record_name || object?.label || ''
  const shown = open ? changes : changes.slice(0, SHORT)
  const isNew = ONLY_AFTER.has(entry.action) || entry.action.endsWith('created')
  return (
    <li className={classes.entry} data-entry>
      <time className={classes.when} dateTime={entry.at} title={format.relative(entry.at)}>
        {format.dateTime(entry.at)}
      </time>
      <div className={classes.what}>
        <p id={what}>
          {actor?.id && onActor ? (
            <button type="button" className={classes.who} onClick={() => onActor(actor.id ?? '')}>
              {actor.name}
            </button>
          ) : (
            <strong>{actor?.name || t`Freehold`}</strong>
          )}{' '}
          {actionLabel(entry.action)}{' '}
          {withName &&
            (object && entry.record_id ? (
              <Link to="/$object/$id" params={{ object: object.name, id: entry.record_id }}>
                <strong>{name}</strong>
              </Link>
            ) : (
              <strong>{name}</strong>
            ))}
        </p>
        {shown.length > 0 && (
          <ul className={classes.changes}>
            {shown.map((change) => {
              const field = object && fieldByName(object.fields, change.field)
              return (
                <li key={change.field}>
                  {change.label}: {!isNew && `${changeText(change.from, field, format)} → `}
                  <b>{changeText(change.to, field, format)}</b>
                </li>
              )
            })}
          </ul>
        )}
        {open && (
          <p className={classes.details}>
            {[
              t`By way of: ${entry.source || '–'}`,
              entry.request_id && t`Request: ${entry.request_id}`,
              t`Entry: ${entry.id}`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        )}
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={open}
          aria-describedby={what}
          onClick={() => setOpen(!open)}
        >
          {open ? t`Less` : changes.length > SHORT ? t`All ${changes.length} values and details` : t`Details`}
        </UnstyledButton>
      </div>
    </li>
  )
}
