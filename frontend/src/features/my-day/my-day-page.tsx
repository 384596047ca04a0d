import { useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import IconCalendarEvent from '@tabler/icons-react/dist/esm/icons/IconCalendarEvent.mjs'
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { ACTIVITIES, type Activity, isUsable, movedToDay } from '@/shared/activities/activity'
import { atMinutes, EVENING } from '@/shared/activities/days'
import { useChangeActivity } from '@/shared/activities/use-change-activity'
import { useObject } from '@/shared/api/catalogue'
import { ApiProblem } from '@/shared/api/problem'
import type { ObjectType } from '@/shared/api/types'
import { useFormat } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'
import { useKeptFocus } from '@/shared/lib/kept-focus'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { DayPart } from './day-part'
import { DayRow } from './day-row'
import classes from './my-day.module.css'
import { NewTask } from './new-task'
import { useDay } from './use-day'
import { useDayKeys } from './use-day-keys'

export function MyDayPage() {
  const object = useObject(ACTIVITIES)
  if (!isUsable(object)) return <ProblemMessage heading="h1" error={new ApiProblem(403)} />
  return <MyDay object={object} />
}

function useRow(object: ObjectType, day: string) {
  const { t } = useLingui()
  const format = useFormat()
  const change = useChangeActivity()
  const may = object.permissions.update && object.fields.some((one) => one.name === 'status' && one.access === 'write')
  const finish = (activity: Activity, done: boolean) =>
    change(
      activity,
      { status: done ? 'done' : 'open' },
      done ? t`Done: ${activity.subject}` : t`Open again: ${activity.subject}`,
    )
  const move = (activity: Activity, to: string) => {
    const dated = movedToDay(activity, to, format.timeZone)
    const values = Object.keys(dated).length > 0 ? dated : { due_at: atMinutes(to, EVENING, format.timeZone) }
    return change(activity, values, t`Moved to ${format.date(to)}: ${activity.subject}`)
  }
  return (withDay: boolean) => (activity: Activity) => (
    <DayRow
      key={`${activity.id} ${day}`}
      activity={activity}
      format={format}
      withDay={withDay}
      mayChange={may && activity.mayChange}
      onDone={(done) => void finish(activity, done)}
      onDay={(to) => void move(activity, to)}
    />
  )
}

function MyDay({ object }: { object: ObjectType }) {
  const { t } = useLingui()
  const format = useFormat()
  const input = useRef<HTMLInputElement>(null)
  const rows = useRef<HTMLDivElement>(null)
  useKeptFocus(rows)
  const { day, open, parts, undated, done, more } = useDay(object, format)
  const row = useRow(object, day)
  useDayKeys(input)
  useScreenReady(open.isSuccess)
  const date = dateTimeFormat(format.locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
  return (
    <>
      <PageHeader
        icon={<IconSun size={18} stroke={1.7} aria-hidden />}
        title={t`My day`}
        note={date}
        actions={
          <Button
            component={Link}
            to="/calendar"
            variant="default"
            leftSection={<IconCalendarEvent size={16} stroke={1.7} aria-hidden />}
          >
            {t`Calendar`}
          </Button>
        }
      />
      <div className={classes.scroll}>
        <div className={classes.page}>
          {object.permissions.create && <NewTask day={day} timeZone={format.timeZone} input={input} />}
          <div ref={rows}>
            {open.isPending && <Skeleton height={260} radius="md" />}
            {open.isError && !open.data && <ProblemMessage error={open.error} onRetry={() => open.refetch()} />}
            {open.data && (
              <>
                <DayPart id="overdue" title={t`Overdue`} activities={parts.overdue} tone="late" row={row(true)} />
                <DayPart
                  id="today"
                  title={t`Today`}
                  activities={parts.today}
                  empty={t`Nothing more today.`}
                  row={row(false)}
                />
                <DayPart
                  id="ahead"
                  title={t`Next 7 days`}
                  activities={parts.ahead}
                  empty={t`Nothing is planned for the next seven days.`}
                  row={row(true)}
                />
                <DayPart id="undated" title={t`Without a day`} activities={undated} row={row(false)} />
                <DayPart id="done" title={t`Done today`} activities={done} row={row(false)} />
                {more && (
                  <p className={classes.empty}>
                    {t`There is more than fits here.`}{' '}
                    <Link to="/$object" params={{ object: ACTIVITIES }}>{t`Open the list`}</Link>
                  </p>
                )}
              </>
            )}
          </div>
        </div>
      </div>
    </>
  )
}
