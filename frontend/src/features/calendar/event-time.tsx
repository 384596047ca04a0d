import { useLingui } from '@lingui/react/macro'
import { Button, Group, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Activity } from '@/shared/activities/activity'
import { atMinutes, dayOf } from '@/shared/activities/days'
import { toWallClock } from '@/shared/lib/dates'
import type { Format } from '@/shared/lib/format'

interface Props {
  activity: Activity
  /** When it begins, or is due, and when it ends where it has a length. */
  span: { start: string; end: string | null }
  format: Format
  /** It begins or is due at another instant; its length stays. */
  onTime: (start: string) => void
  onSpan: (start: string, end: string) => void
}

/** Another time on the same day, for whoever does not drag: its length stays until the end is changed itself. */
export function EventTime({ activity, span, format, onTime, onSpan }: Props) {
  const { t } = useLingui()
  const { timeZone } = format
  const clock = (instant: string) => toWallClock(instant, timeZone).slice(11, 16)
  const [time, setTime] = useState(clock(span.start))
  const [chosenEnd, setChosenEnd] = useState<string | null>(null)
  const day = dayOf(span.start, timeZone)
  const start = at(day, time, timeZone)
  const hasEnd = activity.kind !== 'task' && activity.startsAt !== null
  const lasting = span.end ? Date.parse(span.end) - Date.parse(span.start) : null
  const following = start && lasting !== null ? new Date(Date.parse(start) + lasting).toISOString() : null
  const endDay = span.end ? dayOf(span.end, timeZone) : day
  const end = chosenEnd === null ? following : at(endDay, chosenEnd, timeZone)
  const isBackwards = start !== null && end !== null && Date.parse(end) <= Date.parse(start)
  const isSame = (one: string | null, other: string | null) => Date.parse(one ?? '') === Date.parse(other ?? '')
  const isOther = start !== null && (!isSame(start, span.start) || (end !== null && !isSame(end, span.end)))
  const isReady = isOther && !isBackwards && (chosenEnd === null || end !== null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    if (chosenEnd !== null && end) onSpan(start, end)
    else onTime(start)
  }
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="end">
        <TextInput
          type="time"
          label={activity.kind === 'task' ? t`Due at` : t`Starts at`}
          value={time}
          onChange={(event) => setTime(event.currentTarget.value)}
        />
        {hasEnd && (
          <TextInput
            type="time"
            label={t`Ends at`}
            value={chosenEnd ?? (end ? clock(end) : '')}
            aria-invalid={isBackwards}
            onChange={(event) => setChosenEnd(event.currentTarget.value)}
          />
        )}
        <Button type="submit" variant="default" disabled={!isReady}>{t`Change the time`}</Button>
      </Group>
      {isBackwards && (
        <Text size="xs" c="red" role="alert" mt={4}>
          {t`It has to end after it begins.`}
        </Text>
      )}
    </form>
  )
}

/** The instant of a time of that day as it is typed; null while it is none. */
function at(day: string, time: string, timeZone: string) {
  const [hours, minutes] = time.split(':').map(Number)
  if (hours === undefined || minutes === undefined) return null
  return new Date(atMinutes(day, hours * 60 + minutes, timeZone)).toISOString()
}
