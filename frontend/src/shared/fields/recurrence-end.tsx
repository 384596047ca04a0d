import { useLingui } from '@lingui/react/macro'
import { NativeSelect, NumberInput, Skeleton } from '@mantine/core'
import { whenShown } from '@/shared/on-use/on-use'
import type { RecurrencePart } from './recurrence-input'
import classes from './recurrence-input.module.css'

const DateField = whenShown(
  () => import('./date-field').then((m) => m.DateField),
  () => <Skeleton height={36} />,
)
const USUAL_TIMES = 10

const inAYear = () => {
  const day = new Date()
  day.setFullYear(day.getFullYear() + 1)
  return day.toISOString().slice(0, 10)
}

/** Never, on a day, or after so many times. */
export function RecurrenceEnd({ rule, onChange, format }: RecurrencePart) {
  const { t } = useLingui()
  const { count, until } = rule
  const end = until ? 'until' : count ? 'count' : 'never'
  const choose = (next: string) =>
    onChange({
      ...rule,
      count: next === 'count' ? USUAL_TIMES : null,
      until: next === 'until' ? inAYear() : null,
    })
  return (
    <div className={classes.line}>
      <NativeSelect
        className={classes.end}
        aria-label={t`End of the repetition`}
        data={[
          { value: 'never', label: t`Without end` },
          { value: 'until', label: t`Until a day` },
          { value: 'count', label: t`A number of times` },
        ]}
        value={end}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {until && (
        <div className={classes.end}>
          <DateField
            aria-label={t`Last day`}
            withTime={false}
            value={until}
            onChange={(next) => onChange({ ...rule, until: next })}
            format={format}
          />
        </div>
      )}
      {count && (
        <>
          <NumberInput
            className={classes.number}
            aria-label={t`How many times`}
            min={1}
            max={999}
            allowDecimal={false}
            clampBehavior="strict"
            value={count}
            onChange={(next) => onChange({ ...rule, count: Math.max(1, Number(next) || 1) })}
          />
          <span>{t`times, this one included`}</span>
        </>
      )}
    </div>
  )
}
