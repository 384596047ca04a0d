import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/shared/lib/format'
import { numberFormat } from '@/shared/lib/intl'
import type { Tile } from './home-api'
import { amountIn, mainCurrency, type Worth } from './worth'

interface Valued extends Worth {
  count: number | null
  value?: number | null
  unit: Tile['unit']
}

/** A share as per cent, without decimals. */
export const percent = (share: number, locale: string) =>
  numberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share)

/** The number of a tile as it is shown; a dash where nothing counts. */
export function useValueText(own: string) {
  const { t } = useLingui()
  const format = useFormat()
  return (valued: Valued) => {
    const { unit, count, value } = valued
    if (unit === 'money') {
      const currency = mainCurrency(valued, own)
      return format.money({ amount: amountIn(valued, currency), currency }, true)
    }
    if (unit === 'count') return format.number(count ?? 0)
    if (value == null) return '–'
    if (unit === 'share') return percent(value, format.locale)
    const days = Math.round(value * 10) / 10
    return days === 1 ? t`1 day` : t`${format.number(days >= 10 ? Math.round(days) : days)} days`
  }
}
