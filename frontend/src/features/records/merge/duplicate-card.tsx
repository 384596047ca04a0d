import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ObjectType } from '@/shared/api/types'
import { FieldView } from '@/shared/fields/field-view'
import type { Format } from '@/shared/lib/format'
import { numberFormat } from '@/shared/lib/intl'
import { fieldByName, fieldValue, isBlank, shownTitle } from '@/shared/lib/record-value'
import classes from './duplicates-page.module.css'
import type { DuplicateGroup } from './merge-api'

interface Props {
  object: ObjectType
  group: DuplicateGroup
  format: Format
  onApart: (ids: string[], label: string) => void
}

/** So many columns of the list are told of each record. */
const MOST_FACTS = 5

export function DuplicateCard({ object, group, format, onApart }: Props) {
  const { t } = useLingui()
  const labels = group.fields.map((name) => fieldByName(object.fields, name)?.label ?? name).join(', ')
  const ids = group.records.map((record) => record.id)
  const name = shownTitle(group.records[0] ?? { id: '' }, object) || t`Untitled`
  const facts = [...new Set([...group.fields, ...object.default_columns])]
    .filter((field) => field !== object.title_field)
    .flatMap((field) => fieldByName(object.fields, field) ?? [])
    .slice(0, MOST_FACTS)
  const share = numberFormat(format.locale, { style: 'percent' }).format((group.similarity ?? 100) / 100)
  const reason = group.similarity === null ? t`Same: ${labels}` : t`Similar name: ${share} the same`
  const more = group.count - group.records.length
  return (
    <li className={classes.group} aria-label={name}>
      <p className={classes.same}>
        {reason}
        {more > 0 && ` · ${t`${format.number(more)} more`}`}
      </p>
      <ul className={classes.records}>
        {group.records.map((record) => (
          <li key={record.id} className={classes.record}>
            <Link to="/$object/$id" params={{ object: object.name, id: record.id }} className={classes.name}>
              {shownTitle(record, object) || t`Untitled`}
            </Link>
            <span className={classes.facts}>
              {facts
                .filter((field) => !isBlank(fieldValue(record, field.name)))
                .map((field) => (
                  <span key={field.name} title={field.label} className={classes.fact}>
                    <FieldView field={field} value={fieldValue(record, field.name)} format={format} compared />
                  </span>
                ))}
            </span>
          </li>
        ))}
      </ul>
      <div className={classes.actions}>
        <Button
          size="compact-md"
          component={Link}
          to={`/${object.name}/merge`}
          search={{ ids: ids.join(',') } as never}
          aria-label={t`Merge ${name}`}
        >
          {t`Merge…`}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          aria-label={t`Not a duplicate: ${name}`}
          onClick={() => onApart(ids, t`Not a duplicate: ${name}`)}
        >
          {t`Not a duplicate`}
        </Button>
      </div>
    </li>
  )
}
