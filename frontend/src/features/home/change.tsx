import { useLingui } from '@lingui/react/macro'
import IconArrowDownRight from '@tabler/icons-react/dist/esm/icons/IconArrowDownRight.mjs'
import IconArrowUpRight from '@tabler/icons-react/dist/esm/icons/IconArrowUpRight.mjs'
import IconMinus from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs'
import { useFormat } from '@/shared/lib/format'
import { Tip } from '@/shared/ui/tip'
import { DrillLink } from './drill-link'
import classes from './home.module.css'
import type { Tile } from './home-api'
import type { TileProps } from './tile-view'
import { spanText } from './use-home-words'
import { percent, useValueText } from './use-value-text'
import { amountIn, changeOf, mainCurrency } from './worth'

/** Less is better of time; more new cases are neither good nor bad. */
const GOOD: Record<string, 1 | -1 | 0> = { sales_cycle: -1, resolution_time: -1, new_cases: 0 }

function numbersOf(tile: Tile, own: string): [number, number] | null {
  const { previous, unit } = tile
  if (!previous) return null
  if (unit === 'money') {
    const currency = mainCurrency(tile, mainCurrency(previous, own))
    return [amountIn(tile, currency), amountIn(previous, currency)]
  }
  if (unit === 'count') return [tile.count ?? 0, previous.count ?? 0]
  return tile.value == null || previous.value == null ? null : [tile.value, previous.value]
}

/** How it stands against the period before, and the way to the records of then. */
export function Change({ tile, dashboard }: TileProps) {
  const { t } = useLingui()
  const { locale, number } = useFormat()
  const text = useValueText(dashboard.currency)
  const { previous } = tile
  if (!previous) return null
  const numbers = numbersOf(tile, dashboard.currency)
  const by = numbers ? numbers[0] - numbers[1] : 0
  const relative = numbers ? changeOf(...numbers) : null
  const points = number(Math.abs(Math.round(by * 100)))
  const amount =
    tile.unit === 'share' ? t`${points} points` : relative === null ? '' : percent(Math.abs(relative), locale)
  const good = (GOOD[tile.key] ?? 1) * Math.sign(by)
  const Icon = by > 0 ? IconArrowUpRight : by < 0 ? IconArrowDownRight : IconMinus
  const direction = by > 0 ? t`up` : by < 0 ? t`down` : t`unchanged`
  const before = text({ ...previous, unit: tile.unit })
  return (
    <p className={classes.change}>
      {numbers && (
        <span className={classes.trend} data-good={good > 0 || undefined} data-bad={good < 0 || undefined}>
          <Icon size={14} stroke={2} aria-hidden />
          <span className="visually-hidden">{direction}</span> {by !== 0 && amount}
        </span>
      )}
      <Tip label={spanText(dashboard.previous, locale)}>
        <span>
          <DrillLink object={tile.object} filter={previous.filter} className={classes.quiet}>
            {t`before: ${before}`}
          </DrillLink>
        </span>
      </Tip>
    </p>
  )
}
