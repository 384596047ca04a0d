import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import type { Format } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'
import classes from './calendar.module.css'
import { placed, type Segment, segmentKey } from './calendar-model'
import { DayName } from './day-name'
import { EventChip } from './event-chip'
import { NowLine } from './now-line'
import { useBarePress } from './use-bare-press'
import { useGridDrag } from './use-grid-drag'
import type { Mover } from './use-move'

/** Pixels of an hour; the style sheet draws its lines as far apart. */
const HOUR = 48
const MORNING = 7
const PX = HOUR / 60
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

interface Props {
  days: string[]
  today: string
  segments: Segment[]
  format: Format
  byOwner: boolean
  mayChange: boolean
  move: Mover
  onOpen: (segment: Segment) => void
  onMoved: (day: string) => void
  onDay: (day: string) => void
  onCreate?: ((day: string, minutes: number) => void) | undefined
}

const hourText = (hour: number, locale: string) =>
  dateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(hour * 3_600_000)

/** One day or seven, from midnight to midnight; opens in the morning. */
export function WeekView(props: Props) {
  const { days, today, segments, format, byOwner, mayChange, move, onOpen, onMoved, onDay, onCreate } = props
  const { t } = useLingui()
  const scroller = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const { preview, grab, pointed } = useGridDrag({ days, grid, scroller, move })
  useEffect(() => {
    scroller.current?.scrollTo({ top: MORNING * HOUR - 8 })
  }, [])
  const bare = useBarePress((event) => {
    const at = pointed(event)
    if (at) onCreate?.(at.day, Math.floor(at.minutes / 30) * 30)
  })
  return (
    <div
      className={classes.week}
      ref={scroller}
      data-single={days.length === 1 || undefined}
      tabIndex={0}
      role="region"
      aria-label={t`Hours`}
    >
      <div className={classes.weekHead}>
        <span className={classes.gutter} />
        {days.map((day) => (
          <DayName key={day} day={day} today={today} format={format} onDay={onDay} />
        ))}
      </div>
      <div className={classes.weekBody}>
        <div className={classes.gutter} aria-hidden>
          {HOURS.slice(1).map((hour) => (
            <span key={hour} className={classes.hour} style={{ top: hour * HOUR }}>
              {hourText(hour, format.locale)}
            </span>
          ))}
        </div>
        <div className={classes.columns} ref={grid}>
          {days.map((day) => (
            <div key={day} className={classes.column} data-day={day} data-today={day === today || undefined} {...bare}>
              {placed(segments.filter((one) => one.day === day)).map((one) => (
                <EventChip
                  key={segmentKey(one)}
                  segment={one}
                  format={format}
                  byOwner={byOwner}
                  mayChange={mayChange}
                  move={move}
                  rows="minutes"
                  onOpen={onOpen}
                  onMoved={onMoved}
                  onGrab={grab}
                  dragging={!one.isPlanned && preview?.id === one.activity.id}
                  style={{
                    top: one.start * PX,
                    height: (one.end - one.start) * PX - 2,
                    left: `calc(${(one.column / one.columns) * 100}% + 1px)`,
                    width: `calc(${100 / one.columns}% - 4px)`,
                  }}
                />
              ))}
              {preview?.day === day && (
                <div
                  className={classes.preview}
                  style={{ top: preview.start * PX, height: (preview.end - preview.start) * PX - 2 }}
                >
                  {hourText(preview.start / 60, format.locale)}
                </div>
              )}
              {day === today && <NowLine timeZone={format.timeZone} pixelsPerMinute={PX} />}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}
