import '@mantine/dates/styles.css'
import { useLingui } from '@lingui/react/macro'
import { DateInput, DatesProvider, DateTimePicker } from '@mantine/dates'
import type { ReactNode } from 'react'
import { calendarLocale } from '@/shared/lib/calendar-locale'
import { formatWallClock, fromWallClock, toWallClock } from '@/shared/lib/dates'
import type { Format } from '@/shared/lib/format'
import { parseDay } from './parse-day'

/** The hour of a day that is picked without one: nobody means midnight. */
const MORNING = '09:00'

interface Props {
  value: string | null
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
  return (
    <DatesProvider settings={{ locale: calendarLocale(format.locale), firstDayOfWeek: format.firstWeekday }}>
      {withTime ? (
        <DateTimePicker
          {...input}
          clearable
          clearButtonProps={{ 'aria-label': t`Clear` }}
          defaultTimeValue={MORNING}
          valueFormat={(wallClock) => formatWallClock(wallClock, format.locale)}
          value={value ? toWallClock(value, format.timeZone) : null}
          onChange={(next) => onChange(next ? fromWallClock(next, format.timeZone) : null)}
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
          value={value}
          onChange={onChange}
          placeholder={format.date('2026-12-31')}
        />
      )}
    </DatesProvider>
  )
}
