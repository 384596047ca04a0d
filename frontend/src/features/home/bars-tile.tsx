import { Plural, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useFormat } from '@/shared/lib/format'
import { tintOf } from '@/shared/ui/tint-badge'
import { ChartTable } from './chart-table'
import { DrillLink } from './drill-link'
import classes from './home.module.css'
import type { TileGroup } from './home-api'
import { TileEmpty } from './tile-empty'
import { TileFrame } from './tile-frame'
import type { TileProps } from './tile-view'
import { amountIn, chartCurrency, otherCurrencies } from './worth'

const FIRST = 8

/** A bar for each group, lying, so that names have room; each leads to its records. */
export function BarsTile({ tile, dashboard }: TileProps) {
  const { t } = useLingui()
  const format = useFormat()
  const [all, setAll] = useState(false)
  const groups = tile.groups ?? []
  const currency = chartCurrency(groups, dashboard.currency)
  const byAmount = tile.unit === 'money' && groups.some((group) => amountIn(group, currency) > 0)
  const sizeOf = (group: TileGroup) => (byAmount ? amountIn(group, currency) : group.count)
  const most = Math.max(...groups.map(sizeOf), 1)
  const nameOf = (group: TileGroup) => group.label ?? (group.value ? t`Other` : t`Without`)
  const others = byAmount ? otherCurrencies(groups, currency) : []
  const shown = all ? groups : groups.slice(0, FIRST)
  return (
    <TileFrame
      tile={tile}
      scope={dashboard.scope}
      wide
      note={<Plural value={tile.count ?? 0} one="# record" other="# records" />}
      table={groups.length > 0 && tile.count ? <ChartTable tile={tile} nameOf={nameOf} /> : undefined}
    >
      {tile.count ? (
        <ol className={classes.bars}>
          {shown.map((group) => (
            <li key={group.value ?? ''}>
              <DrillLink object={tile.object} filter={group.filter} className={classes.bar}>
                <span className={classes.barName}>{nameOf(group)}</span>
                <span className={classes.track} aria-hidden>
                  <span
                    className={classes.fill}
                    data-color={group.color ? tintOf(group.color) : undefined}
                    style={{ width: `${(Math.max(sizeOf(group), 0) / most) * 100}%` }}
                  />
                </span>
                <span className={classes.barValue}>
                  {byAmount && <strong>{format.money({ amount: amountIn(group, currency), currency }, true)}</strong>}
                  <span className={byAmount ? classes.hint : undefined}>{format.number(group.count)}</span>
                </span>
              </DrillLink>
            </li>
          ))}
        </ol>
      ) : (
        <TileEmpty tile={tile} />
      )}
      {groups.length > FIRST && (
        <button type="button" className={classes.more} onClick={() => setAll(!all)}>
          {all ? t`Show fewer` : t`Show all ${groups.length}`}
        </button>
      )}
      {others.length > 0 && (
        <p
          className={classes.reach}
        >{t`Drawn in ${currency}. The amounts in ${others.join(', ')} stand in the table.`}</p>
      )}
    </TileFrame>
  )
}
