import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import IconChartBar from '@tabler/icons-react/dist/esm/icons/IconChartBar.mjs'
import IconTable from '@tabler/icons-react/dist/esm/icons/IconTable.mjs'
import { type ReactNode, useId, useState } from 'react'
import { Tip } from '@/shared/ui/tip'
import classes from './home.module.css'
import type { Tile } from './home-api'
import { useHomeWords } from './use-home-words'

interface Props {
  tile: Tile
  scope: Tile['reach']
  wide?: boolean
  note?: ReactNode
  /** The same as a table, for whoever can't or won't read the chart. */
  table?: ReactNode
  children: ReactNode
}

/** A tile with its name; what the number means is one hover, one tap or one Tab away. */
export function TileFrame({ tile, scope, wide = false, note, table, children }: Props) {
  const { t } = useLingui()
  const { reaches } = useHomeWords()
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  const narrower = tile.reach !== scope && tile.key !== 'my_tasks' ? reaches[tile.reach] : ''
  return (
    <section className={classes.tile} data-tile={tile.key} data-wide={wide || undefined} aria-labelledby={id}>
      <header className={classes.head}>
        <h2 className={classes.name} id={id}>
          <Tip label={tile.definition}>
            <button type="button" className={classes.term}>
              {tile.label}
            </button>
          </Tip>
        </h2>
        {note && <span className={classes.hint}>{note}</span>}
        {table && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={26}
            className={classes.toggle}
            aria-label={asTable ? t`Show ${tile.label} as a chart` : t`Show ${tile.label} as a table`}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? <IconChartBar size={15} aria-hidden /> : <IconTable size={15} aria-hidden />}
          </ActionIcon>
        )}
      </header>
      {asTable ? table : children}
      {narrower && <p className={classes.reach}>{narrower}</p>}
    </section>
  )
}
