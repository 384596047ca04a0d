import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, SegmentedControl, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import IconCalendar from '@tabler/icons-react/dist/esm/icons/IconCalendar.mjs'
import IconChevronLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs'
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useMemo, useState } from 'react'
import { ACTIVITIES, isUsable } from '@/shared/activities/activity'
import { atMinutes } from '@/shared/activities/days'
import { useObject } from '@/shared/api/catalogue'
import { ApiProblem } from '@/shared/api/problem'
import type { ObjectType } from '@/shared/api/types'
import { createRequest } from '@/shared/lib/create-request'
import { today as todayIn } from '@/shared/lib/dates'
import { useFormat } from '@/shared/lib/format'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { onUse, whenShown } from '@/shared/on-use/on-use'
import { useShortcuts } from '@/shared/shortcuts/registry'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import classes from './calendar.module.css'
import { type CalendarView, daysOf, isNarrowNow, type Segment, stepped, usualView } from './calendar-model'
import { MonthView } from './month-view'
import { rangeText } from './range-text'
import { useEvents } from './use-events'
import { useMove } from './use-move'
import { WeekView } from './week-view'

const WhosePicker = whenShown(
  () => import('./whose-picker').then((part) => part.WhosePicker),
  () => <Skeleton w={190} h={36} />,
)

const EventDialog = onUse(() => import('./event-dialog').then((m) => m.EventDialog))

export interface CalendarState {
  view?: CalendarView | undefined
  day?: string | undefined
  whose?: string | undefined
}

interface Props {
  state: CalendarState
  onState: (next: CalendarState) => void
}

export function CalendarPage(props: Props) {
  const object = useObject(ACTIVITIES)
  if (!isUsable(object)) return <ProblemMessage heading="h1" error={new ApiProblem(403)} />
  return <Calendar object={object} {...props} />
}

function useCalendarKeys(onState: Props['onState'], step: (by: 1 | -1) => void, create: (() => void) | undefined) {
  const { t } = useLingui()
  const group = t`Calendar`
  useShortcuts([
    { keys: 'm', label: t`Month`, group, run: () => onState({ view: 'month' }) },
    { keys: 'w', label: t`Week`, group, run: () => onState({ view: 'week' }) },
    { keys: 'd', label: t`Day`, group, run: () => onState({ view: 'day' }) },
    { keys: 't', label: t`Today`, group, run: () => onState({ day: undefined }) },
    { keys: 'j', label: t`Forward`, group, run: () => step(1) },
    { keys: 'k', label: t`Back`, group, run: () => step(-1) },
    ...(create ? [{ keys: 'n', label: t`New meeting`, group, run: create }] : []),
    { keys: 'alt+ArrowRight', label: t`Move the meeting or task by days`, group, run: () => undefined, listOnly: true },
    { keys: 'alt+ArrowDown', label: t`Move it by a quarter of an hour`, group, run: () => undefined, listOnly: true },
    { keys: 'alt+shift+ArrowDown', label: t`Change its length`, group, run: () => undefined, listOnly: true },
  ])
}

function Calendar({ object, state, onState }: Props & { object: ObjectType }) {
  const { t } = useLingui()
  const format = useFormat()
  const isNarrow = useMediaQuery('(max-width: 768px)', isNarrowNow())
  const today = todayIn(format.timeZone)
  const view = state.view ?? usualView(isNarrow)
  const day = state.day ?? today
  const first = (format.firstWeekday + 6) % 7
  const days = useMemo(() => daysOf(view, day, first), [view, day, first])
  const { query, later, segments, several, tooMany } = useEvents(object, state.whose, days, format.timeZone)
  const move = useMove(format)
  const range = rangeText(view, days, day, format.locale)
  const [open, setOpen] = useState<Segment | null>(null)
  const create = (on: string, minutes: number) =>
    createRequest.set({
      object: ACTIVITIES,
      values: {
        kind: 'meeting',
        starts_at: atMinutes(on, minutes, format.timeZone),
        ends_at: atMinutes(on, minutes + 60, format.timeZone),
      },
    })
  const mayCreate = object.permissions.create
  const createNow = mayCreate ? () => create(day, 9 * 60) : undefined
  const step = (by: 1 | -1) => onState({ day: stepped(view, day, by) })
  useCalendarKeys(onState, step, createNow)
  useScreenReady(query.isSuccess)
  const shared = {
    days,
    today,
    segments,
    format,
    byOwner: several,
    mayChange: object.permissions.update,
    move,
    onOpen: setOpen,
    onMoved: (next: string) => {
      if (!days.includes(next)) onState({ day: next })
    },
    onDay: (next: string) => onState({ day: next, view: 'day' }),
    onCreate: mayCreate ? create : undefined,
  }
  return (
    <>
      <PageHeader
        icon={<IconCalendar size={18} stroke={1.7} aria-hidden />}
        title={t`Calendar`}
        actions={
          createNow && (
            <Button leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />} onClick={createNow}>{t`New`}</Button>
          )
        }
      />
      <div className={classes.bar}>
        <Button variant="default" onClick={() => onState({ day: undefined })}>{t`Today`}</Button>
        <ActionIcon.Group>
          <ActionIcon variant="default" size={36} aria-label={t`Back`} onClick={() => step(-1)}>
            <IconChevronLeft size={17} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="default" size={36} aria-label={t`Forward`} onClick={() => step(1)}>
            <IconChevronRight size={17} aria-hidden />
          </ActionIcon>
        </ActionIcon.Group>
        <h2 className={classes.range} aria-live="polite">
          {range}
        </h2>
        <div className={classes.choices}>
          <WhosePicker value={state.whose} onChange={(whose) => onState({ whose })} />
          <SegmentedControl
            aria-label={t`View`}
            data={[
              { value: 'month', label: t`Month` },
              { value: 'week', label: t`Week` },
              { value: 'day', label: t`Day` },
            ]}
            value={view}
            onChange={(next) => onState({ view: next as CalendarView })}
          />
        </div>
      </div>
      {tooMany && (
        <p className={classes.note}>{t`There is more than fits here: choose a shorter time or fewer people.`}</p>
      )}
      {query.isError && !query.data && <ProblemMessage error={query.error} onRetry={() => query.refetch()} />}
      {later.isError && !later.data && query.data && (
        <p className={classes.note} role="status">{t`What repeats later could not be loaded.`}</p>
      )}
      {view === 'month' ? <MonthView {...shared} around={day} /> : <WeekView key={view} {...shared} />}
      {open && (
        <EventDialog
          segment={open}
          format={format}
          mayChange={object.permissions.update}
          move={move}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}
