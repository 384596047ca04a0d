import { useLingui } from '@lingui/react/macro'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import classes from './record-facts.module.css'

interface Props {
  object: ObjectType
  record: CrmRecord
  format: Format
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

/** When somebody was last in touch, and what comes next. */
export function RecordFacts({ object, record, format }: Props) {
  const { t } = useLingui()
  if (!object.fields.some((field) => field.name === 'last_contacted_at')) return null
  const contacted = textOf(record.last_contacted_at)
  const next = textOf(record.next_activity_at)
  const step = textOf(record.next_step)
  return (
    <dl className={classes.root}>
      <div>
        <dt>{t`Last contacted`}</dt>
        <dd>
          {contacted ? (
            <time dateTime={contacted} title={format.dateTime(contacted)}>
              {format.relative(contacted)}
            </time>
          ) : (
            t`Not yet`
          )}
        </dd>
      </div>
      <div>
        <dt>{t`Next step`}</dt>
        <dd data-late={next !== null && new Date(next) < new Date() ? true : undefined}>
          {step}
          {step && next && ' · '}
          {next && <time dateTime={next}>{format.dateTime(next)}</time>}
          {!step && !next && t`Nothing planned`}
        </dd>
      </div>
    </dl>
  )
}
