import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Format } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'
import classes from './calendar.module.css'
import { type Segment, segmentKey } from './calendar-model'
import { longDay } from './day-name'
import { EventChip } from './event-chip'
import { useBarePress } from './use-bare-press'
import { useMonthDrag } from './use-month-drag'
import type { Mover } from './use-move'

/** So many fit into a day's field; the rest is a number that leads to the day. */
const SHOWN = 3

interface Props {
  days: string[]
  /** The day that the month is around. */
  around: string
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

const NINE = 9 * 60

export function MonthView(props: Props) {
  const { days, around, today, segments, format, byOwner, mayChange, move, onOpen, onMoved, onDay, onCreate } = props
  const { t } = useLingui()
  const [over, setOver] = useState<string | null>(null)
  const grab = useMonthDrag(move, setOver)
  const bare = useBarePress((event) => {
    const { day } = event.currentTarget.dataset
    if (day && event.pointerType !== 'touch') onCreate?.(day, NINE)
  })
  const weekday = dateTimeFormat(format.locale, { weekday: 'short', timeZone: 'UTC' })
  return (
    <div className={classes.month}>
      <div className={classes.monthHead} aria-hidden>
        {days.slice(0, 7).map((day) => (
          <span key={day}>{weekday.format(new Date(`${day}T00:00:00Z`))}</span>
        ))}
      </div>
      <div className={classes.monthGrid}>
        {days.map((day) => {
          const held = segments.filter((one) => one.day === day).sort((a, b) => a.start - b.start)
          const more = held.length - SHOWN
          return (
            <section
              key={day}
              className={classes.cell}
              data-day={day}
              data-outside={day.slice(0, 7) !== around.slice(0, 7) || undefined}
              data-over={over === day || undefined}
              aria-label={longDay(day, format.locale)}
              {...bare}
            >
              <button
                type="button"
                className={classes.cellDay}
                aria-current={day === today ? 'date' : undefined}
                onClick={() => onDay(day)}
              >
                <span className="visually-hidden">{t`Open ${longDay(day, format.locale)}`}</span>
                <span className={classes.dayNumber} aria-hidden>
                  {Number(day.slice(8))}
                </span>
                {held.length > 0 && (
                  <span className={classes.dots} aria-hidden>
                    {held.slice(0, SHOWN).map((one) => (
                      <i
                        key={segmentKey(one)}
                        data-kind={one.activity.kind}
                        data-planned={one.isPlanned || undefined}
                      />
                    ))}
                  </span>
                )}
              </button>
              {held.slice(0, SHOWN).map((one) => (
                <EventChip
                  key={segmentKey(one)}
                  segment={one}
                  format={format}
                  byOwner={byOwner}
                  mayChange={mayChange}
                  move={move}
                  rows="weeks"
                  onOpen={onOpen}
                  onMoved={onMoved}
                  onGrab={grab}
                />
              ))}
              {more > 0 && (
                <button type="button" className={classes.more} onClick={() => onDay(day)}>
                  {t`${more} more`}
                </button>
              )}
            </section>
          )
        })}
      </div>
    </div>
  )
}
