import { useLingui } from '@lingui/react/macro'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { useLink } from '../timeline/use-link'
import { useStanding } from '../timeline/use-standing'
import classes from './record-facts.module.css'

interface Props {
  object: ObjectType
  record: CrmRecord
  format: Format
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

/** When somebody was last in touch, and what comes next. */
export function RecordFacts(props: Props) {
  return props.object.fields.some((field) => field.name === 'last_contacted_at') ? <Facts {...props} /> : null
}

function Facts({ object, record, format }: Props) {
  const { t } = useLingui()
  const contacted = textOf(record.last_contacted_at)
  // What is planned is known at once; the record's own date follows, and counts what the reader may not see.
  const { planned } = useStanding(useLink(object), record.id, record.version !== 0)
  const first = planned.find(({ activity }) => activity?.due_at || activity?.starts_at)
  const next = first?.at ?? textOf(record.next_activity_at)
  // What has no date comes after all that has one, a colleague's too.
  const step = textOf(record.next_step) ?? first?.title ?? (next ? null : planned[0]?.title)
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
