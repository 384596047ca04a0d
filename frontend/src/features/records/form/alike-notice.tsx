import { useLingui } from '@lingui/react/macro'
import { Alert } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ObjectType } from '@/shared/api/types'
import classes from './record-form.module.css'
import type { Alike } from './use-alike'

/** Names the records that a new one would repeat. They open beside the form, which keeps what was typed. */
export function AlikeNotice({ object, found }: { object: ObjectType; found: Alike[] }) {
  const { t } = useLingui()
  const labels = new Map(object.fields.map((field) => [field.name, field.label]))
  const sameOf = (one: Alike) => one.fields.map((name) => labels.get(name) ?? name).join(', ')
  return (
    <Alert
      className={classes.alike}
      color="yellow"
      variant="light"
      role="alert"
      title={t`A record like this already exists`}
    >
      <ul>
        {found.map((one) => (
          <li key={one.id}>
            <Link to="/$object/$id" params={{ object: object.name, id: one.id }} target="_blank">
              {one.name || t`Untitled`}
            </Link>{' '}
            {t`(same: ${sameOf(one)})`}
          </li>
        ))}
      </ul>
    </Alert>
  )
}
