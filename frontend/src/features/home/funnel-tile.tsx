import { Plural, useLingui } from '@lingui/react/macro'
import { useFormat } from '@/shared/lib/format'
import { ChartTable } from './chart-table'
import { DrillLink } from './drill-link'
import classes from './home.module.css'
import { TileEmpty } from './tile-empty'
import { TileFrame } from './tile-frame'
import type { TileProps } from './tile-view'
import { percent } from './use-value-text'

/** How many of the closed deals reached each stage, and how long they stood there. */
export function FunnelTile({ tile, dashboard }: TileProps) {
  const { t } = useLingui()
  const format = useFormat()
  const groups = tile.groups ?? []
  return (
    <TileFrame
      tile={tile}
      scope={dashboard.scope}
      wide
      note={<Plural value={tile.count ?? 0} one="# closed" other="# closed" />}
      table={tile.count ? <ChartTable tile={tile} nameOf={(group) => group.label ?? ''} /> : undefined}
    >
      {tile.count ? (
        <ol className={classes.bars}>
          {groups.map((group) => (
            <li key={group.value}>
              <DrillLink object={tile.object} filter={group.filter} className={classes.bar}>
                <span className={classes.barName}>
                  {group.label}
                  {group.days != null && (
                    <span className={classes.hint}>{t`${format.number(Math.round(group.days))} days`}</span>
                  )}
                </span>
                <span className={classes.track} aria-hidden>
                  <span className={classes.fill} style={{ width: `${(group.share ?? 0) * 100}%` }} />
                </span>
                <span className={classes.barValue}>
                  <strong>{percent(group.share ?? 0, format.locale)}</strong>
                  <span className={classes.hint}>{format.number(group.count)}</span>
                </span>
              </DrillLink>
            </li>
          ))}
        </ol>
      ) : (
        <TileEmpty tile={tile} />
      )}
    </TileFrame>
  )
}
