import '@mantine/dates/styles.css'
import { useLingui } from '@lingui/react/macro'
import { DateInput, DatesProvider, DateTimePicker } from '@mantine/dates'
import 'dayjs/locale/de'
import type { ReactNode } from 'react'
import { fromWallClock, toWallClock } from '@/shared/lib/dates'
import type { Format } from '@/shared/lib/format'
import { parseDay } from './parse-day'

interface Props {
  value: string | null
  onChange: (value: string | null) => void
  withTime: boolean
  format: Format
  label?: ReactNode
  'aria-label'?: string | undefined
  description?: ReactNode
  error?: ReactNode
  withAsterisk?: boolean
  autoFocus?: boolean
  onBlur?: () => void
}

/** A day, typed or picked; or an instant, picked on the wall clock of the user's zone. */
export function DateField({ value, onChange, withTime, format, ...input }: Props) {
  const { t } = useLingui()
  const language = format.locale.slice(0, 2)
  return (
    <DatesProvider settings={{ locale: language, firstDayOfWeek: language === 'en' ? 0 : 1 }}>
      {withTime ? (
        <DateTimePicker
          {...input}
          clearable
          clearButtonProps={{ 'aria-label': t`Clear` }}
          valueFormat={language === 'de' ? 'DD.MM.YYYY HH:mm' : 'MMM D, YYYY HH:mm'}
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
