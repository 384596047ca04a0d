import { useLingui } from '@lingui/react/macro'
import { Input, NativeSelect, NumberInput } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import type { Format } from '@/shared/lib/format'
import {
  EVERY_DAY,
  type Frequency,
  isEveryWorkday,
  type Recurrence,
  toRecurrence,
  toRule,
  WORKDAYS,
} from './recurrence'
import { MonthDay, WeekDays } from './recurrence-days'
import { RecurrenceEnd } from './recurrence-end'
import classes from './recurrence-input.module.css'

export interface RecurrencePart {
  rule: Recurrence
  onChange: (rule: Recurrence) => void
  format: Format
}

interface Props {
  value: string | null
  onChange: (value: string | null) => void
  format: Format
  label?: ReactNode
  'aria-label'?: string | undefined
  description?: ReactNode
  error?: ReactNode
  autoFocus?: boolean
}

type Choice = Frequency | 'WORKDAYS' | 'NEVER'

const chosen = (rule: Recurrence | null): Choice =>
  rule === null ? 'NEVER' : isEveryWorkday(rule) ? 'WORKDAYS' : rule.frequency

function withChoice(rule: Recurrence | null, choice: Choice): Recurrence | null {
  if (choice === 'NEVER') return null
  const { count, until } = rule ?? EVERY_DAY
  const plain = { ...EVERY_DAY, count, until }
  if (choice === 'WORKDAYS') return { ...plain, frequency: 'WEEKLY', weekdays: [...WORKDAYS] }
  return { ...plain, frequency: choice }
}

/** How something repeats, chosen in plain words; days that are not chosen are those of its date. */
export function RecurrenceInput({ value, onChange, format, label, description, error, autoFocus, ...named }: Props) {
  const { t } = useLingui()
  const id = useId()
  const rule = value ? toRecurrence(value) : null
  const change = (next: Recurrence | null) => onChange(next ? toRule(next) : null)
  const name = named['aria-label'] ?? label
  return (
    <fieldset className={classes.root} aria-labelledby={label ? id : undefined} aria-label={named['aria-label']}>
      {label && (
        <Input.Label labelElement="div" id={id}>
          {label}
        </Input.Label>
      )}
      {description && <Input.Description mb={4}>{description}</Input.Description>}
      <div className={classes.lines}>
        <NativeSelect
          aria-label={typeof name === 'string' ? name : t`Repeats`}
          autoFocus={autoFocus}
          data-autofocus={autoFocus || undefined}
          error={Boolean(error)}
          value={chosen(rule)}
          onChange={(event) => change(withChoice(rule, event.currentTarget.value as Choice))}
          data={[
            { value: 'NEVER', label: t`Never` },
            { value: 'DAILY', label: t`Daily` },
            { value: 'WORKDAYS', label: t`Monday to Friday` },
            { value: 'WEEKLY', label: t`Weekly` },
            { value: 'MONTHLY', label: t`Monthly` },
            { value: 'YEARLY', label: t`Yearly` },
          ]}
        />
        {rule && <Details rule={rule} onChange={change} format={format} />}
      </div>
      {error && <Input.Error mt={4}>{error}</Input.Error>}
    </fieldset>
  )
}

function Details(props: RecurrencePart) {
  const { rule, onChange } = props
  const { t } = useLingui()
  const units = { DAILY: t`days`, WEEKLY: t`weeks`, MONTHLY: t`months`, YEARLY: t`years` }
  return (
    <>
      {!isEveryWorkday(rule) && (
        <div className={classes.line}>
          <span>{t`Every`}</span>
          <NumberInput
            className={classes.number}
            aria-label={t`Every how many ${units[rule.frequency]}`}
            min={1}
            max={99}
            allowDecimal={false}
            clampBehavior="strict"
            value={rule.interval}
            onChange={(next) => onChange({ ...rule, interval: Math.max(1, Number(next) || 1) })}
          />
          <span>{units[rule.frequency]}</span>
        </div>
      )}
      {rule.frequency === 'WEEKLY' && <WeekDays {...props} />}
      {(rule.frequency === 'MONTHLY' || rule.frequency === 'YEARLY') && <MonthDay {...props} />}
      <RecurrenceEnd {...props} />
    </>
  )
}
