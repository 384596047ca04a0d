import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Stack } from '@mantine/core'
import IconCalendarTime from '@tabler/icons-react/dist/esm/icons/IconCalendarTime.mjs'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import { Link } from '@tanstack/react-router'
import { ACTIVITIES } from '@/shared/activities/activity'
import { dayOf, minutesOf } from '@/shared/activities/days'
import { RescheduleMenu } from '@/shared/activities/reschedule-menu'
import { useChangeActivity } from '@/shared/activities/use-change-activity'
import { recurrenceText } from '@/shared/fields/recurrence'
import type { Format } from '@/shared/lib/format'
import { useIsWaiting, WaitingMark } from '@/shared/offline/waiting-mark'
import classes from './calendar.module.css'
import { type Segment, spanOf } from './calendar-model'
import { longDay } from './day-name'
import { timeText } from './event-chip'
import { EventTime } from './event-time'
import type { Mover } from './use-move'

interface Props {
  segment: Segment
  format: Format
  mayChange: boolean
  move: Mover
  onClose: () => void
}

/** What it is and what to do with it; the way to move it for whoever does not drag. */
export function EventDialog({ segment, format, move, onClose, ...rest }: Props) {
  const { t } = useLingui()
  const change = useChangeActivity()
  const { activity, isPlanned } = segment
  const mayChange = rest.mayChange && activity.mayChange && !isPlanned
  const waiting = useIsWaiting(activity.id) && !isPlanned
  const span = spanOf(activity)
  const done = activity.status === 'done'
  const finish = () => {
    const label = done ? t`Open again: ${activity.subject}` : t`Done: ${activity.subject}`
    void change(activity, { status: done ? 'open' : 'done' }, label)
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={activity.subject} size="sm">
      <Stack gap="sm">
        <p className={classes.fact}>
          {span && `${longDay(dayOf(span.start, format.timeZone), format.locale)}, ${timeText(activity, format)}`}{' '}
          {waiting && <WaitingMark />}
        </p>
        {activity.repeats && <p className={classes.fact}>{t`Repeats: ${recurrenceText(activity.repeats, format)}`}</p>}
        {isPlanned && <p className={classes.fact}>{t`Planned: it comes when the one before it is done.`}</p>}
        {activity.location && <p className={classes.fact}>{activity.location}</p>}
        {activity.owner?.name && <p className={classes.fact}>{t`Of ${activity.owner.name}`}</p>}
        {activity.about.length > 0 && (
          <ul className={classes.about}>
            {activity.about.map(({ object, id, name }) => (
              <li key={object}>
                <Link to="/$object/$id" params={{ object, id }}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        )}
        {mayChange && span && (
          <EventTime
            activity={activity}
            span={span}
            format={format}
            onTime={(start) => {
              move.toTime(activity, dayOf(start, format.timeZone), minutesOf(start, format.timeZone))
              onClose()
            }}
            onSpan={(start, end) => {
              move.toSpan(activity, start, end)
              onClose()
            }}
          />
        )}
        <Group gap="xs">
          <Button component={Link} to="/$object/$id" params={{ object: ACTIVITIES, id: activity.id } as never}>
            {t`Open`}
          </Button>
          {mayChange && (
            <>
              <RescheduleMenu
                format={format}
                onDay={(day) => {
                  move.toDay(activity, day)
                  onClose()
                }}
              >
                <Button variant="default" leftSection={<IconCalendarTime size={16} stroke={1.7} aria-hidden />}>
                  {t`Move`}
                </Button>
              </RescheduleMenu>
              <Button variant="default" leftSection={<IconCheck size={16} stroke={1.7} aria-hidden />} onClick={finish}>
                {done ? t`Open again` : t`Done`}
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
