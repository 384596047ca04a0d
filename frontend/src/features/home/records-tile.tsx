import { Plural, useLingui } from '@lingui/react/macro'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useObject } from '@/shared/api/catalogue'
import { pageQuery } from '@/shared/api/records'
import type { CrmRecord, FieldValue, ObjectType } from '@/shared/api/types'
import { FieldView } from '@/shared/fields/field-view'
import { useFormat } from '@/shared/lib/format'
import { shownTitle } from '@/shared/lib/record-value'
import { DrillLink } from './drill-link'
import classes from './home.module.css'
import { filterOf, type Tile } from './home-api'
import { TileEmpty } from './tile-empty'
import { TileFrame } from './tile-frame'
import type { TileProps } from './tile-view'

const ROWS = 6
const SECOND: Record<string, string> = { my_tasks: 'due_at', recent_opportunities: 'stage', recent_cases: 'status' }
const THIRD: Record<string, string> = { my_tasks: 'account', recent_opportunities: 'amount', recent_cases: 'account' }

/** The first records of a list, and the way to all of it. */
export function RecordsTile({ tile, dashboard }: TileProps) {
  const { t } = useLingui()
  const object = useObject(tile.object)
  const query = pageQuery(tile.object, { filter: filterOf(tile.filter), sort: tile.sort, limit: ROWS })
  const rows = useQuery({ ...query, enabled: object !== undefined })
  const results = rows.data?.results ?? []
  return (
    <TileFrame
      tile={tile}
      scope={dashboard.scope}
      wide
      note={tile.count !== null && <Plural value={tile.count} one="# open" other="# open" />}
    >
      {rows.isPending && <Skeleton height={180} mt={8} />}
      {object && results.length > 0 && (
        <ol className={classes.records}>
          {results.map((record) => (
            <RecordRow key={record.id} record={record} object={object} tile={tile} />
          ))}
        </ol>
      )}
      {rows.isSuccess && results.length === 0 && <TileEmpty tile={tile} />}
      {results.length > 0 && (
        <DrillLink object={tile.object} filter={tile.filter} sort={tile.sort} className={classes.more}>
          {t`Show the list`}
        </DrillLink>
      )}
    </TileFrame>
  )
}

function RecordRow({ record, object, tile }: { record: CrmRecord; object: ObjectType; tile: Tile }) {
  const format = useFormat()
  const shown = [THIRD[tile.key], SECOND[tile.key]].flatMap(
    (name) => object.fields.find((field) => field.name === name) ?? [],
  )
  const due = tile.key === 'my_tasks' && typeof record.due_at === 'string' && record.due_at < new Date().toISOString()
  return (
    <li>
      <Link to="/$object/$id" params={{ object: object.name, id: record.id }} className={classes.record}>
        <span className="truncate">{shownTitle(record, object)}</span>
        <span className={classes.recordFacts} data-late={due || undefined}>
          {shown.map((field) => (
            <FieldView
              key={field.name}
              field={field}
              value={record[field.name] as FieldValue}
              format={format}
              compact
            />
          ))}
        </span>
      </Link>
    </li>
  )
}
