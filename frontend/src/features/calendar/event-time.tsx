import { useLingui } from '@lingui/react/macro'
import { Button, Group, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Activity } from '@/shared/activities/activity'
import { dayOf } from '@/shared/activities/days'
import { toWallClock } from '@/shared/lib/dates'
import type { Format } from '@/shared/lib/format'

interface Props {
  activity: Activity
  /** The instant at which it begins, or is due. */
  start: string
  format: Format
  /** Minutes since midnight. */
  onTime: (day: string, minutes: number) => void
}

/** Another time on the same day, for whoever does not drag: its length stays. */
export function EventTime({ activity, start, format, onTime }: Props) {
  const { t } = useLingui()
  const held = toWallClock(start, format.timeZone).slice(11, 16)
  const [time, setTime] = useState(held)
  const [hours, minutes] = time.split(':').map(Number)
  const isOther = time !== held && hours !== undefined && minutes !== undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isOther) onTime(dayOf(start, format.timeZone), hours * 60 + minutes)
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
        <Button type="submit" variant="default" disabled={!isOther}>{t`Change the time`}</Button>
      </Group>
    </form>
  )
}
