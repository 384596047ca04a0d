import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Checkbox } from '@mantine/core'
import IconCalendarTime from '@tabler/icons-react/dist/esm/icons/IconCalendarTime.mjs'
import IconFlag3 from '@tabler/icons-react/dist/esm/icons/IconFlag3.mjs'
import IconMapPin from '@tabler/icons-react/dist/esm/icons/IconMapPin.mjs'
import { Link } from '@tanstack/react-router'
import { ACTIVITIES, type Activity, dayOfActivity, whenOf } from '@/shared/activities/activity'
import { RepeatMark } from '@/shared/activities/repeat-mark'
import { RescheduleMenu } from '@/shared/activities/reschedule-menu'
import type { Format } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'
import { useIsWaiting, WaitingMark } from '@/shared/offline/waiting-mark'
import classes from './my-day.module.css'

interface Props {
  activity: Activity
  format: Format
  /** The day's name is said where a part holds several days. */
  withDay: boolean
  mayChange: boolean
  onDone: (done: boolean) => void
  onDay: (day: string) => void
}

export function clock(instant: string, format: Format) {
  const options = { hour: 'numeric', minute: '2-digit', timeZone: format.timeZone } as const
  return dateTimeFormat(format.locale, options).format(new Date(instant))
}

function dayText(day: string, format: Format) {
  const options = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const
  return dateTimeFormat(format.locale, options).format(new Date(`${day}T00:00:00Z`))
}

/** Past, and still to be done: a task by its time, a meeting by its end. */
const isLate = (activity: Activity, when: string) =>
  activity.status === 'open' && Date.parse(activity.kind === 'task' ? when : (activity.endsAt ?? when)) < Date.now()

function When({ activity, format, withDay }: Pick<Props, 'activity' | 'format' | 'withDay'>) {
  const when = whenOf(activity)
  const day = dayOfActivity(activity, format.timeZone)
  if (!when || !day) return null
  const until = activity.kind !== 'task' && activity.endsAt ? `–${clock(activity.endsAt, format)}` : ''
  return (
    <time dateTime={when} className={classes.when} data-late={isLate(activity, when) || undefined}>
      {withDay && `${dayText(day, format)}, `}
      {clock(when, format)}
      {until}
    </time>
  )
}

export function DayRow({ activity, format, withDay, mayChange, onDone, onDay }: Props) {
  const { t } = useLingui()
  const done = activity.status === 'done'
  const waiting = useIsWaiting(activity.id)
  return (
    <li className={classes.row} data-row data-done={done || undefined}>
      <Checkbox
        radius="xl"
        aria-label={t`Done: ${activity.subject}`}
        checked={done}
        disabled={!mayChange}
        data-day-row
        onChange={(event) => onDone(event.currentTarget.checked)}
      />
      <div className={classes.what}>
        <Link to="/$object/$id" params={{ object: ACTIVITIES, id: activity.id }} className={classes.subject}>
          {activity.subject}
        </Link>
        {activity.priority === 'high' && (
          <IconFlag3 size={14} className={classes.high} role="img" aria-label={t`High priority`} />
        )}
        {waiting && <WaitingMark />}
        <p className={classes.facts}>
          <When activity={activity} format={format} withDay={withDay} />
          {activity.repeats && <RepeatMark rule={activity.repeats} format={format} />}
          {activity.location && (
            <span className={classes.place}>
              <IconMapPin size={13} stroke={1.7} aria-hidden />
              {activity.location}
            </span>
          )}
          {activity.about.map(({ object, id, name }) => (
            <Link key={object} to="/$object/$id" params={{ object, id }} className={classes.about}>
              {name}
            </Link>
          ))}
        </p>
      </div>
      {mayChange && !done && (
        <RescheduleMenu format={format} onDay={onDay}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            data-reschedule
            aria-label={t`Reschedule ${activity.subject}`}
            title={t`Reschedule`}
          >
            <IconCalendarTime size={18} stroke={1.7} aria-hidden />
          </ActionIcon>
        </RescheduleMenu>
      )}
    </li>
  )
}
