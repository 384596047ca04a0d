import { BarsTile } from './bars-tile'
import { FunnelTile } from './funnel-tile'
import type { Dashboard, Tile } from './home-api'
import { MonthsTile } from './months-tile'
import { NumberTile } from './number-tile'
import { RecordsTile } from './records-tile'

export interface TileProps {
  tile: Tile
  dashboard: Dashboard
}

const VIEWS = { number: NumberTile, bars: BarsTile, months: MonthsTile, funnel: FunnelTile, records: RecordsTile }

export function TileView(props: TileProps) {
  const View = VIEWS[props.tile.kind]
  return <View {...props} />
}
