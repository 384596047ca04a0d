import '@mantine/dates/styles.css'
import { useLingui } from '@lingui/react/macro'
import { DateInput, DatesProvider, DateTimePicker } from '@mantine/dates'
import { type ReactNode, useRef } from 'react'
import { calendarLocale } from '@/shared/lib/calendar-locale'
import { formatWallClock, fromWallClock, toWallClock } from '@/shared/lib/dates'
import type { Format } from '@/shared/lib/format'
import { parseDay } from './parse-day'

/** The hour of a day that is picked without one: nobody means midnight. */
const MORNING = '09:00'

const DAY = /^\d{4}-\d{2}-\d{2}$/

interface Props {
  value: string | null
  /** What is typed and no day is told as it stands, so that it can be refused. */
  onChange: (value: string | null) => void
  withTime: boolean
  format: Format
  label?: ReactNode
  'aria-label'?: string | undefined
  /** What an instant is asked for, where no label says it; a day shows how it is written. */
  placeholder?: string
  description?: ReactNode
  error?: ReactNode
  withAsterisk?: boolean
  autoFocus?: boolean
  onBlur?: () => void
}

/** A day, typed or picked; or an instant, picked on the wall clock of the user's zone. */
export function DateField({ value, onChange, withTime, format, ...input }: Props) {
  const { t } = useLingui()
  const button = useRef<HTMLButtonElement>(null)
  const day = value && DAY.test(value) ? value : null
  const wallClock = withTime && value ? toWallClock(value, format.timeZone) : null
  return (
    <DatesProvider settings={{ locale: calendarLocale(format.locale), firstDayOfWeek: format.firstWeekday }}>
      {withTime ? (
        <DateTimePicker
          {...input}
          clearable
          clearButtonProps={{ 'aria-label': t`Clear` }}
          // Another day leaves the hour as it is.
          defaultTimeValue={wallClock ? wallClock.slice(11, 16) : MORNING}
          valueFormat={(shown) => formatWallClock(shown, format.locale)}
          value={wallClock}
          onChange={(next) => onChange(next ? fromWallClock(next, format.timeZone) : null)}
          ref={button}
          onDropdownClose={() => {
            // Who ends it by a key goes on from here; who pressed elsewhere is there already.
            if (document.activeElement?.closest('[data-dates-dropdown]')) button.current?.focus()
          }}
          submitButtonProps={{ 'aria-label': t`Apply` }}
          timePickerProps={{ 'aria-label': t`Time`, hoursInputLabel: t`Hours`, minutesInputLabel: t`Minutes` }}
        />
      ) : (
        <DateInput
          {...input}
          clearable
          clearButtonProps={{ 'aria-label': t`Clear` }}
          valueFormat={(day) => format.date(day)}
          dateParser={(text) => parseDay(text, format.locale)}
          value={day}
          // The reason of a refusal stands below.
          popoverProps={{ position: input.error ? 'top-start' : 'bottom-start' }}
          fixOnBlur={value === day}
          onInput={(event) => {
            const text = event.currentTarget.value
            if (text.trim() && !parseDay(text, format.locale)) onChange(text)
          }}
          onChange={onChange}
          placeholder={format.date('2026-12-31')}
        />
      )}
    </DatesProvider>
  )
}
