import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { dayOfYear, LAST_DAY, WEEKDAYS, weekdayName } from './recurrence'
import type { RecurrencePart } from './recurrence-input'
import classes from './recurrence-input.module.css'

/** The days of a week; none of them is the day of its date. */
export function WeekDays({ rule, onChange, format }: RecurrencePart) {
  const { t } = useLingui()
  const first = (format.firstWeekday + 6) % 7
  const ordered = [...WEEKDAYS.slice(first), ...WEEKDAYS.slice(0, first)]
  return (
    <div role="group" aria-label={t`Days of the week`} className={classes.days}>
      {ordered.map((day) => (
        <label key={day} className={classes.day}>
          <input
            type="checkbox"
            aria-label={weekdayName(day, format.locale)}
            checked={rule.weekdays.includes(day)}
            onChange={(event) => {
              const on = event.currentTarget.checked
              const weekdays = WEEKDAYS.filter((one) => (one === day ? on : rule.weekdays.includes(one)))
              onChange({ ...rule, weekdays })
            }}
          />
          <span aria-hidden>{weekdayName(day, format.locale, 'short')}</span>
        </label>
      ))}
    </div>
  )
}

/** The day of the month or the year: that of its date, the one it has now, or the last. */
export function MonthDay({ rule, onChange, format }: RecurrencePart) {
  const { t } = useLingui()
  const { frequency, day, month } = rule
  const isYearly = frequency === 'YEARLY'
  const options = [{ value: '', label: t`On the day of its date` }]
  if (isYearly && day && month) options.push({ value: String(day), label: dayOfYear(month, day, format.locale) })
  if (!isYearly && day && day !== LAST_DAY) options.push({ value: String(day), label: t`On day ${day}` })
  if (!isYearly) options.push({ value: String(LAST_DAY), label: t`On the last day of the month` })
  if (options.length === 1) return null
  return (
    <NativeSelect
      aria-label={isYearly ? t`Day of the year` : t`Day of the month`}
      data={options}
      value={day === null ? '' : String(day)}
      onChange={(event) => {
        const next = event.currentTarget.value
        onChange({ ...rule, day: next ? Number(next) : null, month: next ? month : null })
      }}
    />
  )
}
