import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/shared/lib/format'
import { numberFormat } from '@/shared/lib/intl'
import type { Interval, Usage } from './billing-api'

const STEPS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']

/** Limits, uses and prices in the words of whoever reads. */
export function useAmounts() {
  const { t } = useLingui()
  const format = useFormat()
  const bytes = (value: number) => {
    const step = Math.min(STEPS.length - 1, value > 0 ? Math.floor(Math.log10(value) / 3) : 0)
    const unit = STEPS[step] ?? 'byte'
    const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: step > 2 ? 1 : 0 } as const
    return numberFormat(format.locale, options).format(value / 1000 ** step)
  }
  return {
    of: (value: number, unit: Usage['unit']) => (unit === 'bytes' ? bytes(value) : format.number(value)),
    money: (amount: number, currency: string) => format.money({ amount, currency }),
    /** What costs nothing, in the company's currency. */
    nothing: format.money({ amount: 0, currency: format.currency }),
    every: (interval: Interval) => (interval === 'year' ? t`a year` : t`a month`),
    day: (moment: string) => format.date(moment.slice(0, 10)),
  }
}
