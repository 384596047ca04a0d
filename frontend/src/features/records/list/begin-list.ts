import type { QueryClient } from '@tanstack/react-query'
import { listQuery } from '@/shared/api/records'
import type { ObjectType } from '@/shared/api/types'
import { viewsQuery } from '@/shared/api/views'
import { openView, stateOf } from '@/shared/views/view-state'
import { parseGroup } from '../grouping/group-options'
import { columnsOf } from './columns'
import type { ListState } from './list-page'
import { paramsOf } from './list-params'

/** Asks for the first rows while the list itself is still being made; in groups they come when it is there. */
export async function beginList(client: QueryClient, object: ObjectType, asked: ListState) {
  const views = await client.ensureQueryData(viewsQuery(object.name))
  const { active, opening } = openView(
    views.results.filter((view) => view.kind === 'list'),
    asked,
  )
  const state = active && opening ? { ...asked, ...stateOf(active) } : asked
  if (!state.trash && parseGroup(state.group, object)) return
  const columns = columnsOf(active ? (active.my_columns ?? active.columns) : views.columns, object)
  await client.prefetchInfiniteQuery(listQuery(object.name, paramsOf(object, state, columns)))
}
