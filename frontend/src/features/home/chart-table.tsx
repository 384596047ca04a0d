import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/shared/lib/format'
import { DrillLink } from './drill-link'
import classes from './home.module.css'
import type { Tile, TileGroup } from './home-api'
import { percent } from './use-value-text'

interface Props {
  tile: Tile
  nameOf: (group: TileGroup) => string
}

/** All that a chart draws and more: every currency, every share. */
export function ChartTable({ tile, nameOf }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const groups = tile.groups ?? []
  const funnel = tile.kind === 'funnel'
  const money = groups.some((group) => group.sums.length > 0)
  return (
    <div className={classes.tableScroll} tabIndex={0} role="region" aria-label={tile.label}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{tile.label}</th>
            <th scope="col">{t`Records`}</th>
            {money && <th scope="col">{t`Amount`}</th>}
            {funnel && <th scope="col">{t`Of all`}</th>}
            {funnel && <th scope="col">{t`Of the stage before`}</th>}
            {funnel && <th scope="col">{t`Days in stage`}</th>}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.value ?? ''}>
              <th scope="row">{nameOf(group)}</th>
              <td>
                <DrillLink object={tile.object} filter={group.filter} className={classes.quiet}>
                  {format.number(group.count)}
                </DrillLink>
              </td>
              {money && <td>{group.sums.map((sum) => format.money(sum)).join(', ') || '–'}</td>}
              {funnel && <td>{group.share == null ? '–' : percent(group.share, format.locale)}</td>}
              {funnel && <td>{group.step == null ? '–' : percent(group.step, format.locale)}</td>}
              {funnel && <td>{group.days == null ? '–' : format.number(group.days)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
