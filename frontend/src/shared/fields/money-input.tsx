import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Money } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { numberFormat } from '@/shared/lib/intl'
import { minorDigits, parseMoney, toMajor } from '@/shared/lib/money'
import classes from './money-input.module.css'

interface Props {
  value: Money | null | undefined
  onChange: (value: Money | null) => void
  format: Format
  label?: ReactNode
  'aria-label'?: string | undefined
  description?: ReactNode
  error?: ReactNode
  withAsterisk?: boolean
  autoFocus?: boolean
  onBlur?: () => void
}

const plain = (money: Money | null | undefined, locale: string) =>
  money && Number.isSafeInteger(money.amount)
    ? numberFormat(locale, { maximumFractionDigits: minorDigits(money.currency) }).format(toMajor(money))
    : ''

/** An amount as one writes it in one's own language, beside its currency. */
export function MoneyInput({ value, onChange, format, ...input }: Props) {
  const { t } = useLingui()
  const [currency, setCurrency] = useState(value?.currency ?? format.currency)
  const [text, setText] = useState(plain(value, format.locale))
  const [wrong, setWrong] = useState(false)
  // What the company has not chosen to sell in has no rate either, and would be missing in its totals.
  const currencies = [...new Set([currency, format.currency, ...format.currencies])]

  const report = (typed: string, inCurrency: string) => {
    if (!typed.trim()) {
      setWrong(false)
      return onChange(null)
    }
    const money = parseMoney(typed, inCurrency, format.locale)
    setWrong(money === null)
    // What is no amount is refused, instead of taken for none.
    onChange(money ?? { amount: Number.NaN, currency: inCurrency })
  }
  return (
    <TextInput
      {...input}
      inputMode="decimal"
      value={text}
      error={wrong ? t`Enter an amount.` : input.error}
      onChange={(event) => {
        setText(event.currentTarget.value)
        report(event.currentTarget.value, currency)
      }}
      rightSectionWidth={76}
      rightSectionPointerEvents="all"
      rightSection={
        currencies.length === 1 ? (
          <span className={classes.only}>{currency}</span>
        ) : (
          <select
            className={classes.currency}
            aria-label={t`Currency`}
            value={currency}
            onChange={(event) => {
              setCurrency(event.currentTarget.value)
              report(text, event.currentTarget.value)
            }}
          >
            {currencies.map((code) => (
              <option key={code}>{code}</option>
            ))}
          </select>
        )
      }
    />
  )
}
