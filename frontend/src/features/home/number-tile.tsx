import { Plural, useLingui } from '@lingui/react/macro'
import { useFormat } from '@/shared/lib/format'
import { Change } from './change'
import { DrillLink } from './drill-link'
import classes from './home.module.css'
import { TileFrame } from './tile-frame'
import type { TileProps } from './tile-view'
import { useValueText } from './use-value-text'
import { mainCurrency, weightedOf } from './worth'

/** One number, what it was before, and how many records it is made of. */
export function NumberTile({ tile, dashboard }: TileProps) {
  const { t } = useLingui()
  const format = useFormat()
  const text = useValueText(dashboard.currency)
  const sums = tile.sums ?? []
  const main = mainCurrency(tile, dashboard.currency)
  const others = tile.unit === 'money' ? sums.filter((sum) => tile.total || sum.currency !== main) : []
  const weighted = weightedOf(tile, main)
  const unrated = tile.unit === 'money' ? (tile.total?.unrated ?? []).join(', ') : ''
  const count = tile.count ?? 0
  const left = count - (tile.measured ?? count)
  return (
    <TileFrame tile={tile} scope={dashboard.scope}>
      <DrillLink
        object={tile.object}
        filter={tile.filter}
        className={classes.value}
        label={`${tile.label}: ${text(tile)}`}
      >
        {text(tile)}
      </DrillLink>
      <p className={classes.detail}>
        {others.map((sum) => (
          <span key={sum.currency}>
            {tile.total ? '' : '+ '}
            {format.money(sum, true)}
          </span>
        ))}
        {unrated && <span>{t`no rate for ${unrated}: not added up`}</span>}
        {tile.key === 'pipeline_value' && weighted.length > 0 && (
          <span title={tile.definition}>
            {t`weighted ${weighted.map((sum) => format.money(sum, true)).join(' + ')}`}
          </span>
        )}
        {tile.part ? (
          <span>
            <DrillLink object={tile.object} filter={tile.part.filter} className={classes.quiet}>
              {t`${tile.part.count} of ${count}`}
            </DrillLink>
          </span>
        ) : (
          tile.unit !== 'count' && (
            <span>
              <Plural value={count} one="# record" other="# records" />
            </span>
          )
        )}
        {left > 0 && count > 0 && <span>{t`${left} without a start`}</span>}
      </p>
      {tile.previous && <Change tile={tile} dashboard={dashboard} />}
    </TileFrame>
  )
}
