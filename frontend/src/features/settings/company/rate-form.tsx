import { useLingui } from '@lingui/react/macro'
import { Button, Group, Select, Skeleton, TextInput } from '@mantine/core'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { today } from '@/shared/lib/dates'
import { useFormat } from '@/shared/lib/format'
import { parseNumber } from '@/shared/lib/money'
import { onUse } from '@/shared/on-use/on-use'
import { fieldError, formError, useSettingsWrite } from '../settings-api'
import { useUnsaved } from '../unsaved'
import type { Company } from './company-api'
import { RateHeld } from './rate-held'
import classes from './rates.module.css'

/** With the calendar, which weighs as much as the rest of the section. */
const DateField = onUse(
  () => import('@/shared/fields/date-field').then((m) => m.DateField),
  () => <Skeleton height={56} />,
)

/** One rate: from a day on, one unit of a currency is worth so much. */
export function RateForm({ company }: { company: Company }) {
  const { t } = useLingui()
  const format = useFormat()
  const write = useSettingsWrite({ quiet: true })
  const [chosen, setChosen] = useState('')
  const [day, setDay] = useState<string | null>(today(company.time_zone))
  const [text, setText] = useState('')
  useUnsaved(text !== '')
  const currency = company.currencies.includes(chosen) ? chosen : (company.currencies[0] ?? '')
  const rate = text ? parseNumber(text, format.locale) : null
  const isHeld = isProblem(write.error, 409)
  const submit = (replace: boolean) =>
    write.mutate(
      { method: 'POST', path: '/exchange-rates/', body: { rates: [{ currency, day, rate: String(rate) }], replace } },
      { onSuccess: () => setText('') },
    )
  /** What was asked about is no longer what would be entered. */
  const anew =
    <T,>(take: (next: T) => void) =>
    (next: T) => {
      if (isHeld) write.reset()
      take(next)
    }
  const fields = ['rates.0.currency', 'rates.0.day', 'rates.0.rate']
  return (
    <form
      className={classes.form}
      aria-label={t`New rate`}
      onSubmit={(event) => {
        event.preventDefault()
        if (rate !== null && day) submit(false)
      }}
    >
      <DateField
        withTime={false}
        format={format}
        label={t`From`}
        value={day}
        error={fieldError(write.error, 'rates.0.day')}
        onChange={anew(setDay)}
      />
      <Select
        label={t`Currency`}
        data={company.currencies}
        value={currency}
        allowDeselect={false}
        error={fieldError(write.error, 'rates.0.currency')}
        onChange={anew((next) => next && setChosen(next))}
      />
      <TextInput
        label={t`1 ${currency} is worth`}
        inputMode="decimal"
        value={text}
        rightSection={<span className={classes.unit}>{company.currency}</span>}
        rightSectionWidth={48}
        error={
          text && rate === null
            ? t`Enter a number.`
            : (fieldError(write.error, fields[2] ?? '') ?? (isHeld ? undefined : formError(write.error, fields)))
        }
        onChange={(event) => anew(setText)(event.currentTarget.value)}
      />
      <Group align="flex-end">
        <Button type="submit" loading={write.isPending} disabled={rate === null || !day}>{t`Enter`}</Button>
      </Group>
      {isHeld && <RateHeld error={write.error} label={t`Replace it`} onReplace={() => submit(true)} />}
    </form>
  )
}
