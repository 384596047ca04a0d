import { NumberInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Format } from '@/shared/lib/format'
import { separatorsOf } from '@/shared/lib/money'

interface Props {
  value: number | string | null | undefined
  /** What is no number, such as a minus alone, is told as it is typed, so that it can be refused. */
  onChange: (value: number | string | null) => void
  format: Format
  whole: boolean
  /** Thousands are marked. */
  grouped: boolean
  label?: ReactNode
  'aria-label'?: string | undefined
  description?: ReactNode
  error?: ReactNode
  withAsterisk?: boolean
  autoFocus?: boolean
  onBlur?: () => void
}

/** So many digits a number of JavaScript holds exactly; more go as text. */
const EXACT_DIGITS = 15

function meant(typed: number | string): number | string | null {
  if (typeof typed === 'number') return typed
  if (typed === '') return null
  const number = Number(typed)
  const digits = typed.replace(/\D/g, '').replace(/^0+/, '')
  return Number.isNaN(number) || digits.length > EXACT_DIGITS ? typed.replace(/\.$/, '') : number
}

/** A number as one writes it in one's own language. What is half typed, such as `0.`, stands until it is a number. */
export function NumberField({ value, onChange, format, whole, grouped, ...input }: Props) {
  const [typed, setTyped] = useState<number | string>(value ?? '')
  const { group, decimal } = separatorsOf(format.locale)
  const told = meant(typed)
  // Whoever asks may keep nothing as long as it is no number yet.
  const isShown = told === (value ?? null) || (value === null && Number.isNaN(Number(told)))
  return (
    <NumberInput
      {...input}
      hideControls
      decimalSeparator={decimal}
      // The mark of thousands is none of decimals: 1,500 is not one and a half.
      allowedDecimalSeparators={[decimal]}
      thousandSeparator={grouped ? group : ''}
      allowDecimal={!whole}
      value={isShown ? typed : (value ?? '')}
      onChange={(next) => {
        setTyped(next)
        onChange(meant(next))
      }}
    />
  )
}
