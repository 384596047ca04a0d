import { useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCatalogue } from '@/shared/api/catalogue'
import { pageQuery, recordKeys } from '@/shared/api/records'
import type { CrmRecord, Field, ObjectType } from '@/shared/api/types'
import { FieldView } from '@/shared/fields/field-view'
import { createRequest } from '@/shared/lib/create-request'
import type { Format } from '@/shared/lib/format'
import { fieldByName, fieldValue, isBlank, isReference, isWritable, shownTitle } from '@/shared/lib/record-value'
import { madeIn, overlaid, recordsIn, useWaitingOf } from '@/shared/offline/overlay'
import { WaitingMark } from '@/shared/offline/waiting-mark'
import { ObjectIcon } from '@/shared/ui/object-icon'
import { useProblemWording } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import classes from './related-lists.module.css'
import { type Relation, relationsOf } from './relations'

const SHOWN = 5
const VALUES = 2

interface Props {
  object: ObjectType
  record: CrmRecord
  format: Format
}

export function RelatedLists({ object, record, format }: Props) {
  const { t } = useLingui()
  const relations = relationsOf(object, useCatalogue())
  if (relations.length === 0)
    return <StateMessage title={t`Nothing can be linked here`}>{t`No other object refers to this one.`}</StateMessage>
  return (
    <div className={classes.root}>
      {relations.map((relation) => (
        <RelatedList
          key={`${relation.object.name}.${relation.field.name}`}
          relation={relation}
          parent={object}
          record={record}
          format={format}
        />
      ))}
    </div>
  )
}

interface ListProps {
  relation: Relation
  parent: ObjectType
  record: CrmRecord
  format: Format
}

function RelatedList({ relation: { object, field }, parent, record, format }: ListProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const wordingOf = useProblemWording()
  const columns = object.default_columns
    .filter((name) => name !== object.title_field && name !== field.name)
    .map((name) => fieldByName(object.fields, name))
    .filter((column) => column !== undefined)
    .slice(0, VALUES)
  const filter = { and: [{ field: field.name, op: 'eq' as const, value: record.id }] }
  const list = useQuery(
    pageQuery(object.name, {
      filter,
      limit: SHOWN,
      sort: object.default_sort || undefined,
      fields: ['id', object.title_field, ...columns.map((column) => column.name)].join(','),
    }),
  )
  const waiting = useWaitingOf(object.name)
  const marked = recordsIn(waiting)
  const isBelow = (one: CrmRecord) => {
    const whole = fieldValue(one, field.name)
    return isReference(whole) && whole.id === record.id
  }
  const rows = [...madeIn(waiting).filter(isBelow), ...overlaid(list.data?.results ?? [], waiting)]
  const isSelf = object.name === parent.name
  const heading = isSelf ? t`${object.label_plural} below this one` : object.label_plural
  const count = list.data?.count ?? 0
  const mayCreate = object.permissions.create && isWritable(field)
  const create = () =>
    createRequest.set({
      object: object.name,
      values: { [field.name]: { id: record.id, name: shownTitle(record, parent) } },
      onCreated: () => client.invalidateQueries({ queryKey: recordKeys.object(object.name) }),
    })
  return (
    <section className={classes.list} aria-label={heading}>
      <header className={classes.head}>
        <ObjectIcon object={object} size={16} />
        <h3 className={classes.title}>{heading}</h3>
        <span className={classes.count}>{list.data && format.number(count)}</span>
        {mayCreate && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={13} stroke={2} aria-hidden />}
            onClick={create}
            aria-label={t`Add: ${object.label}`}
          >{t`Add`}</Button>
        )}
      </header>
      {list.isPending && <Skeleton height={36} />}
      {list.isError && <p className={classes.none}>{wordingOf(list.error).title}</p>}
      {list.data && rows.length === 0 && <p className={classes.none}>{t`None yet`}</p>}
      {rows.length > 0 && (
        <ul className={classes.rows}>
          {rows.map((one) => (
            <li key={one.id}>
              <Link to="/$object/$id" params={{ object: object.name, id: one.id }} className={classes.row}>
                <span className={`${classes.name} truncate`}>
                  {shownTitle(one, object) || <TitleOfPart record={one} object={object} parent={field} />}
                </span>
                {marked.has(one.id) && <WaitingMark />}
                {columns.map((column) => {
                  const value = fieldValue(one, column.name)
                  return (
                    !isBlank(value) && (
                      <span key={column.name} className={`${classes.value} truncate`}>
                        <FieldView field={column} value={value} format={format} compact />
                      </span>
                    )
                  )
                })}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {count > SHOWN && (
        <Link to="/$object" params={{ object: object.name }} search={{ filter }} className={classes.all}>
          {t`Show all ${format.number(count)}`}
        </Link>
      )}
    </section>
  )
}

/** A line item or a role has no name of its own: what it leads to names it. */
function TitleOfPart({ record, object, parent }: { record: CrmRecord; object: ObjectType; parent: Field }) {
  const other = object.fields.find(
    (field) => field.type === 'reference' && field.name !== parent.name && fieldValue(record, field.name),
  )
  const value = other ? fieldValue(record, other.name) : null
  return typeof value === 'object' && value !== null && 'name' in value ? value.name : object.label
}
