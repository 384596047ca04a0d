import { useLingui } from '@lingui/react/macro'
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'
import type { Activity } from '@/shared/activities/activity'
import { addDays, dayOf } from '@/shared/activities/days'
import { RepeatMark } from '@/shared/activities/repeat-mark'
import { isFocusFree } from '@/shared/lib/focus'
import type { Format } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'
import { useIsWaiting } from '@/shared/offline/waiting-mark'
import { hueOf } from '@/shared/ui/monogram'
import classes from './calendar.module.css'
import { type Segment, STEP, spanOf } from './calendar-model'
import type { Mover } from './use-move'

interface Props {
  segment: Segment
  format: Format
  /** People differ by colour, else kinds do. */
  byOwner: boolean
  mayChange: boolean
  move: Mover
  /** What Alt and up or down mean: minutes in a day, weeks in a month. */
  rows: 'minutes' | 'weeks'
  onOpen: (segment: Segment) => void
  /** By keys, to another day: it is to be seen there. */
  onMoved: (day: string) => void
  onGrab?: (event: PointerEvent<HTMLElement>, segment: Segment, mode: 'move' | 'resize') => void
  style?: CSSProperties
  dragging?: boolean
}

export function timeText(activity: Activity, format: Format) {
  const span = spanOf(activity)
  if (!span) return ''
  const clock = dateTimeFormat(format.locale, {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: format.timeZone,
  })
  const start = clock.format(new Date(span.start))
  return span.end ? `${start}–${clock.format(new Date(span.end))}` : start
}

/** What was moved by keys: drawn anew on another day, it keeps the focus until that is put elsewhere. */
let moved: string | undefined

/** Alt with an arrow moves, Alt and Shift with up or down change the length. */
function keyed(event: KeyboardEvent, { segment, move, rows, format, onMoved }: Props) {
  if (!event.altKey) return false
  const { activity } = segment
  const sign = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key]
  if (!sign) return false
  moved = activity.id
  const byDays = (days: number) => {
    move.byDays(activity, days)
    const span = spanOf(activity)
    if (span) onMoved(addDays(dayOf(span.start, format.timeZone), days))
  }
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') byDays(sign)
  else if (rows === 'weeks') byDays(sign * 7)
  else if (event.shiftKey) move.byLength(activity, sign * STEP)
  else move.byMinutes(activity, sign * STEP)
  return true
}

export function EventChip(props: Props) {
  const { segment, format, byOwner, rows, onOpen, onGrab, style, dragging } = props
  const { t } = useLingui()
  const { activity, isPlanned } = segment
  const mayChange = props.mayChange && activity.mayChange && !isPlanned
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!isPlanned && moved === activity.id && isFocusFree()) button.current?.focus()
  }, [activity.id, isPlanned])
  const time = timeText(activity, format)
  const owner = byOwner ? activity.owner?.name : undefined
  const done = activity.status === 'done'
  const waiting = useIsWaiting(activity.id) && !isPlanned
  const name = [activity.subject, time, owner, isPlanned && t`planned`, waiting && t`Waiting`]
    .filter(Boolean)
    .join(', ')
  const isShort = rows === 'minutes' && segment.end - segment.start < 45
  return (
    <div
      className={classes.chip}
      data-kind={byOwner ? undefined : activity.kind}
      data-hue={byOwner ? hueOf(owner ?? '') : undefined}
      data-done={done || undefined}
      data-planned={isPlanned || undefined}
      data-waiting={waiting || undefined}
      data-dragging={dragging || undefined}
      data-rows={rows}
      data-short={isShort || undefined}
      style={style}
    >
      <button
        ref={button}
        type="button"
        className={classes.chipButton}
        data-event={isPlanned ? undefined : activity.id}
        aria-keyshortcuts={mayChange ? 'Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown' : undefined}
        title={name}
        onClick={() => onOpen(segment)}
        onBlur={(event) => {
          if (event.relatedTarget) moved = undefined
        }}
        onKeyDown={(event) => {
          if (mayChange && keyed(event, props)) event.preventDefault()
        }}
        onPointerDown={(event) => mayChange && segment.isFirst && onGrab?.(event, segment, 'move')}
      >
        <span className={classes.chipTime}>{time}</span> <span className={classes.chipText}>{activity.subject}</span>
        {activity.repeats && <RepeatMark rule={activity.repeats} format={format} />}
        {owner && <span className={classes.chipOwner}> {owner}</span>}
        {isPlanned && <span className="visually-hidden"> {t`planned`}</span>}
        {waiting && <span className="visually-hidden"> {t`Waiting`}</span>}
        {done && <span className="visually-hidden"> {t`done`}</span>}
      </button>
      {mayChange && onGrab && segment.isLast && rows === 'minutes' && activity.kind !== 'task' && activity.startsAt && (
        <span className={classes.handle} aria-hidden onPointerDown={(event) => onGrab(event, segment, 'resize')} />
      )}
    </div>
  )
}
