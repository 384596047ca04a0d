import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'
import { ChartTable } from './chart-table'
import { DrillLink } from './drill-link'
import classes from './home.module.css'
import type { TileGroup } from './home-api'
import { TileEmpty } from './tile-empty'
import { TileFrame } from './tile-frame'
import type { TileProps } from './tile-view'
import { amountIn, chartCurrency, otherCurrencies } from './worth'

/** A column for each month, the running one at the end; each leads to its records. */
export function MonthsTile({ tile, dashboard }: TileProps) {
  const { t } = useLingui()
  const format = useFormat()
  const groups = tile.groups ?? []
  const currency = chartCurrency(groups, dashboard.currency)
  const most = Math.max(...groups.map((group) => amountIn(group, currency)), 1)
  const others = otherCurrencies(groups, currency)
  const month = (group: TileGroup, style: 'short' | 'long') =>
    dateTimeFormat(format.locale, {
      month: style,
      ...(style === 'long' ? { year: 'numeric' } : {}),
      timeZone: 'UTC',
    }).format(new Date(`${group.value}T00:00:00Z`))
  const money = (group: TileGroup) => format.money({ amount: amountIn(group, currency), currency }, true)
  return (
    <TileFrame
      tile={tile}
      scope={dashboard.scope}
      wide
      note={tile.count ? t`highest: ${format.money({ amount: most, currency }, true)}` : undefined}
      table={tile.count ? <ChartTable tile={tile} nameOf={(group) => month(group, 'long')} /> : undefined}
    >
      {tile.count ? (
        <ol className={classes.months}>
          {groups.map((group, index) => (
            <li key={group.value} className={classes.month} data-last={index === groups.length - 1 || undefined}>
              <DrillLink
                object={tile.object}
                filter={group.filter}
                className={classes.columnLink}
                label={`${month(group, 'long')}: ${money(group)}, ${group.count}`}
              >
                <span className={classes.columnValue} aria-hidden>
                  {money(group)}
                </span>
                <span className={classes.column} style={{ height: `${(amountIn(group, currency) / most) * 100}%` }} />
              </DrillLink>
              <span className={classes.monthName} aria-hidden>
                {month(group, 'short')}
              </span>
            </li>
          ))}
        </ol>
      ) : (
        <TileEmpty tile={tile} />
      )}
      {others.length > 0 && (
        <p
          className={classes.reach}
        >{t`Drawn in ${currency}. The amounts in ${others.join(', ')} stand in the table.`}</p>
      )}
    </TileFrame>
  )
}
